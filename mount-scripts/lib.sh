#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What mount-scripts/run, mount-scripts/test and .ci/run share: messages, time limits, Debian packages, the Swift
# toolchain, the checks before a mount, and the mount table. To be sourced from the top of the repository under
# `set -euo pipefail`; sourcing it changes nothing but PATH, by find_swift, when that is called.

# Exit statuses of sysexits.h.
readonly EX_UNAVAILABLE=69 EX_SOFTWARE=70 EX_NOPERM=77

# The oldest toolchain that reads Package.swift.
readonly SWIFT_MAJOR=6 SWIFT_MINOR=2

# What the build and a mount need beyond the toolchain.
readonly MOUNT_PACKAGES=(libfuse3-dev fuse3 libssl-dev pkg-config)
# What a Swift toolchain needs to link programs and to fetch packages, and does not bring along.
readonly TOOLCHAIN_PACKAGES=(binutils ca-certificates g++ git libc6-dev)
# The shared libraries the toolchain's own programs load; asked for only when they do not start.
readonly TOOLCHAIN_LIBRARIES=(libcurl4 libncurses6 libsqlite3-0 libstdc++6 libxml2 zlib1g)

# Where a toolchain is looked for when PATH has none.
readonly SWIFT_FOLDERS=(/opt/swift/usr/bin "${HOME:-/root}/.local/share/swiftly/bin" /usr/local/swift/usr/bin)

# --- Messages and time limits ---

# say WORDS…: one line of progress.
say() {
    printf '==> %s\n' "$*"
}

# die STATUS WORDS…: says what is missing and what to do, and ends the script.
die() {
    local status=$1
    shift
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit "$status"
}

# bounded SECONDS COMMAND…: runs the command; 124 when it took longer. Without a terminal the command's whole process
# group is ended with it; with one, the command stays in the foreground, so that Ctrl-C reaches it.
bounded() {
    local seconds=$1
    shift
    if (: </dev/tty) 2>/dev/null; then
        timeout --foreground --kill-after=30 "$seconds" "$@"
    else
        timeout --kill-after=30 "$seconds" "$@"
    fi
}

# bounded_step SECONDS WHAT COMMAND…: the same; a failure is said and ends the script with the command's own status, or
# with EX_SOFTWARE when it took too long.
bounded_step() {
    local seconds=$1 what=$2 status=0
    shift 2
    bounded "$seconds" "$@" || status=$?
    case $status in
        0) ;;
        124 | 137) die "$EX_SOFTWARE" "$what was stopped: not done within $seconds s." ;;
        *) die "$status" "$what failed; its own words are above." ;;
    esac
}

# --- Debian packages ---

# missing_packages NAME…: prints those of the packages that dpkg does not have installed, one a line.
missing_packages() {
    local name state
    for name in "$@"; do
        state=$(dpkg-query --show --showformat='${db:Status-Status}\n' "$name" 2>/dev/null) || state=
        grep -qx installed <<<"$state" || printf '%s\n' "$name"
    done
}

# install_packages NAME…: installs what is missing; calls apt only then. Ends the script with the command to type when
# it may not or cannot install.
install_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "This is not a Debian system, so nothing is installed. Needed are Debian's: $*"
        return
    fi
    local missing
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0

    local by_hand="apt-get update && apt-get install -y ${missing[*]}"
    local -a root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null \
            || die "$EX_NOPERM" "missing packages: ${missing[*]}. Install them as root: $by_hand"
        root=(sudo)
        # Nobody is there to type a password.
        (: </dev/tty) 2>/dev/null || root+=(-n)
    fi
    say "Installing ${missing[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq)
    # A failed update (one dead mirror of several) is not yet a failed installation; apt's words stand above either way.
    "${root[@]}" timeout --foreground --kill-after=30 180 "${apt[@]}" update </dev/null || true
    "${root[@]}" timeout --foreground --kill-after=30 600 \
        "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null \
        || die "$EX_UNAVAILABLE" "could not install ${missing[*]}. As root: $by_hand"
}

# install_build_packages [NAME…]: what a build and a mount need, and the packages named.
install_build_packages() {
    install_packages "${MOUNT_PACKAGES[@]}" "${TOOLCHAIN_PACKAGES[@]}" "$@"
}

# --- The Swift toolchain ---

# swift_version: prints "MAJOR MINOR" of the swift in PATH; fails when that is no Swift toolchain, or does not start.
swift_version() {
    local words
    words=$(bounded 60 swift --version 2>&1 </dev/null) || return
    [[ $words =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] || return
    printf '%s %s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
}

# loads_libraries: whether the toolchain's compiler and package manager find their shared libraries.
loads_libraries() {
    local words
    words=$(
        bounded 60 swift --version 2>&1 </dev/null || true
        bounded 60 swift build --version 2>&1 </dev/null || true
    )
    [[ $words != *"error while loading shared libraries"* ]]
}

# find_swift: makes sure that `swift` is a toolchain that starts and is new enough; looks further when PATH has none.
# Otherwise the script ends.
find_swift() {
    local folder found version major minor
    local want="Swift $SWIFT_MAJOR.$SWIFT_MINOR or newer is needed: see swift.org, and put its usr/bin into PATH."
    if ! command -v swift >/dev/null; then
        for folder in "${SWIFT_FOLDERS[@]}"; do
            if [[ -x $folder/swift ]]; then
                PATH=$PATH:$folder
                break
            fi
        done
    fi
    found=$(command -v swift) || die "$EX_UNAVAILABLE" "no Swift toolchain: 'swift' is not in PATH. $want"
    loads_libraries || install_packages "${TOOLCHAIN_LIBRARIES[@]}"
    version=$(swift_version) \
        || die "$EX_UNAVAILABLE" "$found is no working Swift toolchain ('swift --version' shows why). $want"
    read -r major minor <<<"$version"
    ((major > SWIFT_MAJOR || (major == SWIFT_MAJOR && minor >= SWIFT_MINOR))) \
        || die "$EX_UNAVAILABLE" "$found is Swift $major.$minor. $want"
}

# --- What a mount needs ---

readonly IN_CONTAINER="a container is started with --device /dev/fuse --cap-add SYS_ADMIN"

# has_sys_admin: whether this process may mount (CAP_SYS_ADMIN, bit 21 of the effective set).
has_sys_admin() {
    local name value
    while read -r name value; do
        if [[ $name == CapEff: ]]; then
            ((16#$value >> 21 & 1))
            return
        fi
    done </proc/self/status
    return 1
}

# require_fuse_device: /dev/fuse is there and this user may open it, or the script ends.
require_fuse_device() {
    if [[ ! -c /dev/fuse ]] && ((EUID == 0)) && command -v modprobe >/dev/null; then
        bounded 30 modprobe fuse 2>/dev/null || true
    fi
    [[ -c /dev/fuse ]] \
        || die "$EX_UNAVAILABLE" "/dev/fuse is missing: load it with 'modprobe fuse' as root; $IN_CONTAINER."
    # Opening it starts nothing: a connection begins with a mount.
    (: <>/dev/fuse) 2>/dev/null && return
    ((EUID == 0)) \
        && die "$EX_UNAVAILABLE" "/dev/fuse is there but cannot be opened: load it with 'modprobe fuse'; $IN_CONTAINER."
    die "$EX_NOPERM" "may not open /dev/fuse: run this as root, or let every user (as root: chmod 0666 /dev/fuse)."
}

# require_mount_permission: this is root with CAP_SYS_ADMIN, or a user whose fusermount3 is set-user-ID root, or the
# script ends.
require_mount_permission() {
    if ((EUID == 0)); then
        has_sys_admin \
            || die "$EX_NOPERM" "this root may not mount (no CAP_SYS_ADMIN); $IN_CONTAINER."
        return
    fi
    local helper
    helper=$(command -v fusermount3) \
        || die "$EX_UNAVAILABLE" "fusermount3 is missing, and users mount through it. As root: apt-get install -y fuse3"
    [[ -u $helper ]] \
        || die "$EX_NOPERM" "$helper is not set-user-ID root: run this as root, or as root: chmod u+s $helper"
}

# --- The mount table ---

# mounts_below FOLDER [TYPE]: prints the mount points at or below the folder (of that file system type), the newest
# first. The folder is an absolute path without links.
mounts_below() {
    local folder=$1 type=${2:-} where kind found=() index
    while read -r _ where kind _; do
        # A space, tab, newline or backslash stands in the table as \ooo.
        printf -v where '%b' "$where"
        [[ $where/ == "$folder"/* && (-z $type || $kind == "$type") ]] && found+=("$where")
    done </proc/self/mounts
    for ((index = ${#found[@]} - 1; index >= 0; index--)); do
        printf '%s\n' "${found[index]}"
    done
}

# is_mounted MOUNTPOINT: whether an alara is mounted exactly there, dead or alive.
is_mounted() {
    local where
    while read -r where; do
        [[ $where == "$1" ]] && return 0
    done < <(mounts_below "$1" fuse.alara)
    return 1
}

# --- A temporary folder that leaves nothing behind ---

# use_scratch: makes a temporary folder, SCRATCH, for this script and what it runs (TMPDIR), and removes it with all
# that is left in it when the script ends, by a signal too. Others may pass through it: tests read as an ordinary user.
use_scratch() {
    SCRATCH=$(mktemp -d -t alara.XXXXXXXX)
    SCRATCH=$(realpath -- "$SCRATCH")
    chmod 0755 "$SCRATCH"
    export TMPDIR=$SCRATCH
    trap leave_scratch EXIT
}

# leave_scratch: the script's end. Its status stays, but a mount left behind turns success into failure.
leave_scratch() {
    local status=$?
    trap - EXIT
    end_children
    remove_scratch || status=$((status == 0 ? 1 : status))
    exit "$status"
}

# end_children: ends what this script still runs, which is something only when a signal ended the script; waits 10 s.
end_children() {
    local tries
    local -a children
    for ((tries = 0; tries < 50; tries++)); do
        # The list has no newline at its end, hence the status of read says nothing.
        read -ra children 2>/dev/null </proc/$$/task/$$/children || true
        ((${#children[@]})) || return 0
        ((tries > 0)) || kill -TERM "${children[@]}" 2>/dev/null || true
        sleep 0.2
    done
}

# remove_scratch: detaches every mount below SCRATCH, names it, and removes the folder, but nothing that is on another
# file system. Fails when something was still mounted.
remove_scratch() {
    local left where
    mapfile -t left < <(mounts_below "$SCRATCH")
    for where in "${left[@]}"; do
        printf '%s: was left mounted: %s\n' "${0##*/}" "$where" >&2
        bounded 30 umount --lazy "$where" || bounded 30 fusermount3 -u -z "$where" || true
    done
    bounded 60 rm -rf --one-file-system -- "$SCRATCH" || true
    ((${#left[@]} == 0))
}
