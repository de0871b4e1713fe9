// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

static int gate(long result) { return result < 0 ? -errno : (int)result; }

int alara_futex_wait(const void *word, uint32_t expected, int64_t timeout_ns)
{
    struct timespec limit = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
    return gate(syscall(SYS_futex, word, FUTEX_WAIT, expected, timeout_ns < 0 ? NULL : &limit, NULL, 0));
}

int alara_futex_wake(const void *word, int32_t count)
{
    return gate(syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0));
}

int alara_memfd_create(const char *name, size_t size)
{
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -errno;
    if (ftruncate(fd, (off_t)size) < 0 || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

void *alara_map_shared(int fd, size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return p == MAP_FAILED ? NULL : p;
}

void alara_wipe(void *p, size_t n) { explicit_bzero(p, n); }

int64_t alara_getrandom(void *p, size_t n)
{
    ssize_t got = getrandom(p, n, 0);
    return got < 0 ? -errno : got;
}

#if defined(__x86_64__)
bool alara_rdseed_supported(void)
{
    unsigned a, b = 0, c, d;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 18));
}

__attribute__((target("rdseed"))) int alara_rdseed(uint64_t *word)
{
    unsigned long long value;
    if (!_rdseed64_step(&value)) return 0;
    *word = value;
    return 1;
}
#else
bool alara_rdseed_supported(void) { return false; }
int alara_rdseed(uint64_t *word) { (void)word; return 0; }
#endif

static __thread const void *thread_value;
void alara_set_thread_value(const void *value) { thread_value = value; }
const void *alara_thread_value(void) { return thread_value; }

int alara_open(const char *path, int flags) { return gate(open(path, flags | O_CLOEXEC)); }
int alara_pipe(int fds[2]) { return gate(pipe2(fds, O_CLOEXEC)); }
int alara_socketpair(int fds[2]) { return gate(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds)); }
int alara_eventfd(void) { return gate(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

void alara_eventfd_ring(int fd) { (void)eventfd_write(fd, 1); }

void alara_eventfd_clear(int fd)
{
    eventfd_t count;
    (void)eventfd_read(fd, &count);
}

int alara_signalfd(const int *signals, size_t count)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < count; i++) sigaddset(&set, signals[i]);
    int error = pthread_sigmask(SIG_BLOCK, &set, NULL);
    return error ? -error : gate(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

int64_t alara_signalfd_read(int fd)
{
    struct signalfd_siginfo info;
    ssize_t got = read(fd, &info, sizeof info);
    return got < 0 ? -errno : got == sizeof info ? (int64_t)info.ssi_signo : -EIO;
}

int alara_set_nonblocking(int fd, bool on)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0) return -errno;
    return gate(fcntl(fd, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK));
}

union control {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
};

int alara_send_descriptor(int socket, int fd)
{
    char byte = 0;
    union control control = {0};
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(head), &fd, sizeof fd);
    return gate(sendmsg(socket, &message, MSG_NOSIGNAL)) < 0 ? -errno : 0;
}

int alara_receive_descriptor(int socket)
{
    char byte;
    union control control = {0};
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got;
    do got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC); while (got < 0 && errno == EINTR);
    if (got < 0) return -errno;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (got == 0 || !head || head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) return -ENOMSG;
    int fd;
    memcpy(&fd, CMSG_DATA(head), sizeof fd);
    return fd;
}

int alara_device_kind(int fd)
{
    struct stat st;
    if (fstat(fd, &st) < 0) return -errno;
    return S_ISCHR(st.st_mode) ? 1 : S_ISFIFO(st.st_mode) ? 2 : 0;
}

// File actions cannot fail half-way into a wrong set: every source is first moved above all targets.
enum { first_free = 256, most_descriptors = 16 };

static int add_descriptors(posix_spawn_file_actions_t *actions, const struct alara_spawn_request *request, int *moved)
{
    static const int null[3] = {-1, -1, -1};
    const int *standard = request->standard ? request->standard : null;
    size_t count = request->descriptor_count;
    if (count > most_descriptors) return E2BIG;
    int next = 3, error = 0;
    for (int i = 0; i < 3 && !error; i++) {
        if (standard[i] < 0) error = posix_spawn_file_actions_addopen(actions, i, "/dev/null", O_RDWR, 0);
        else error = posix_spawn_file_actions_adddup2(actions, standard[i], i);
    }
    for (size_t i = 0; i <= count && !error; i++) {
        int source = i < count ? request->descriptors[i] : request->program;
        if (source < 0) continue;
        moved[i] = fcntl(source, F_DUPFD_CLOEXEC, first_free);
        if (moved[i] < 0) return errno;
        error = posix_spawn_file_actions_adddup2(actions, moved[i], next++);
    }
    return error ? error : posix_spawn_file_actions_addclosefrom_np(actions, next);
}

static int set_attributes(posix_spawnattr_t *attributes, bool new_session)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (new_session) flags |= POSIX_SPAWN_SETSID;
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (!error) error = posix_spawnattr_setsigdefault(attributes, &all);
    return error ? error : posix_spawnattr_setflags(attributes, flags);
}

int alara_spawn(const struct alara_spawn_request *request)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int moved[most_descriptors + 1];
    for (size_t i = 0; i <= most_descriptors; i++) moved[i] = -1;
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%zu", 3 + request->descriptor_count);
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return -error;
    error = posix_spawnattr_init(&attributes);
    pid_t pid = 0;
    if (!error) {
        error = set_attributes(&attributes, request->new_session);
        if (!error) error = add_descriptors(&actions, request, moved);
        const char *program = request->program >= 0 ? path : request->path;
        if (!error) error = posix_spawn(&pid, program, &actions, &attributes, request->argv, request->envp);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    for (size_t i = 0; i <= most_descriptors; i++)
        if (moved[i] >= 0) close(moved[i]);
    return error ? -error : pid;
}

int alara_pidfd_open(int pid) { return gate(syscall(SYS_pidfd_open, pid, 0)); }

int alara_pidfd_signal(int pidfd, int signal) { return gate(syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0)); }

int alara_pidfd_wait(int pidfd, bool nohang, int *code, int *value)
{
    siginfo_t info = {0};
    int result;
    do result = waitid((idtype_t)P_PIDFD, (id_t)pidfd, &info, WEXITED | (nohang ? WNOHANG : 0));
    while (result < 0 && errno == EINTR);
    if (result < 0) return -errno;
    if (info.si_pid == 0) return 0;
    *code = info.si_code;
    *value = info.si_status;
    return 1;
}

int alara_mount_fuse(int fd, const char *mountpoint, const char *options, unsigned long flags)
{
    char data[512];
    int length = snprintf(data, sizeof data, "fd=%d,%s", fd, options);
    if (length < 0 || (size_t)length >= sizeof data) return -E2BIG;
    return gate(mount("alara", mountpoint, "fuse.alara", MS_NOSUID | MS_NODEV | flags, data));
}

int alara_unmount(const char *mountpoint, int flags) { return gate(umount2(mountpoint, flags)); }

void alara_syslog(int priority, const char *message)
{
    openlog("alara", LOG_PID | LOG_NDELAY, LOG_DAEMON);
    syslog(priority, "%s", message);
}
