// SPDX-License-Identifier: Apache-2.0
//
// The steps of a worker's sandbox. Their order, and why, stands in Linux/Sandbox.swift.
#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int gate(long result) { return result < 0 ? -errno : (int)result; }

int alara_set_name(const char *name) { return gate(prctl(PR_SET_NAME, name, 0, 0, 0)); }
int alara_set_dumpable(bool on) { return gate(prctl(PR_SET_DUMPABLE, on, 0, 0, 0)); }
int alara_no_new_privileges(void) { return gate(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)); }

static int limit_to_zero(__rlimit_resource_t resource)
{
    struct rlimit limit = {0, 0};
    return gate(setrlimit(resource, &limit));
}

int alara_allow_locking(void)
{
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    return gate(setrlimit(RLIMIT_MEMLOCK, &limit));
}

int alara_refuse_core(void) { return limit_to_zero(RLIMIT_CORE); }

int alara_limit_resources(void)
{
    int result = limit_to_zero(RLIMIT_CORE);
    if (result == 0) result = limit_to_zero(RLIMIT_NPROC);
    return result == 0 ? limit_to_zero(RLIMIT_FSIZE) : result;
}

int alara_drop_identity(uid_t uid, gid_t gid)
{
    if (setgroups(0, NULL) < 0 || setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0) return -errno;
    return 0;
}

// A closed peer raises SIGKILL in this process by itself, also while it waits in a futex.
int alara_death_by_socket(int fd)
{
    if (fcntl(fd, F_SETOWN, getpid()) < 0 || fcntl(fd, F_SETSIG, SIGKILL) < 0) return -errno;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_ASYNC) < 0) return -errno;
    struct pollfd closed = {.fd = fd, .events = POLLIN};
    if (poll(&closed, 1, 0) > 0) return -EPIPE;
    return 0;
}

// linux/landlock.h of Debian 12 knows ABI 2; the layout below is the kernel's up to ABI 6.
struct landlock_attributes {
    uint64_t filesystem, network, scoped;
};

int alara_landlock_deny_all(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* LANDLOCK_CREATE_RULESET_VERSION */);
    if (abi < 0) return -errno;
    static const uint64_t rights[] = {0, 0x1fff, 0x3fff, 0x7fff, 0x7fff, 0xffff};
    struct landlock_attributes attributes = {
        .filesystem = rights[abi > 5 ? 5 : abi], .network = abi >= 4 ? 3 : 0, .scoped = abi >= 6 ? 3 : 0};
    size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    int ruleset = gate(syscall(SYS_landlock_create_ruleset, &attributes, size, 0));
    if (ruleset < 0) return ruleset;
    int result = gate(syscall(SYS_landlock_restrict_self, ruleset, 0));
    close(ruleset);
    return result < 0 ? result : (int)abi;
}

#if defined(__x86_64__)
#define ALARA_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ALARA_ARCH AUDIT_ARCH_AARCH64
#else
#error "the worker's system call filter knows x86-64 and aarch64"
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define PERMIT(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), ALLOW

// restart_syscall is the kernel's own: it resumes a timed futex wait after SIGSTOP and SIGCONT.
int alara_seccomp_worker(void)
{
    struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ALARA_ARCH, 1, 0), KILL,
        LOAD(nr),
        PERMIT(read), PERMIT(write), PERMIT(getrandom), PERMIT(getpid), PERMIT(exit_group),
        PERMIT(rt_sigreturn), PERMIT(clock_gettime), PERMIT(restart_syscall),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_futex, 1, 0), KILL,
        LOAD(args[1]),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, (uint32_t)~(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FUTEX_WAIT, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FUTEX_WAKE, 0, 1), ALLOW, KILL,
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    return gate(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
}

int alara_keep_capabilities(uint64_t mask)
{
    for (int capability = 0; capability < 64; capability++)
        if (!(mask >> capability & 1) && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0 && errno == EPERM) break;
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) < 0) return -errno;
    for (int i = 0; i < 2; i++) {
        data[i].permitted &= (uint32_t)(mask >> (32 * i));
        data[i].effective = data[i].permitted;
        data[i].inheritable = 0;
    }
    return gate(syscall(SYS_capset, &header, data));
}
