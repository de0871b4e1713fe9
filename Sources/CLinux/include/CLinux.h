// SPDX-License-Identifier: Apache-2.0
//
// What Swift cannot call on Linux: variadic functions, system calls without a wrapper in glibc 2.36, atomics on
// memory that processes share, and macros. Every function returns 0 or a value on success and -errno on failure.
#ifndef ALARA_CLINUX_H
#define ALARA_CLINUX_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Atomics on shared words, sequentially consistent: a request is published and a sleeper's flag is read after it.
static inline uint32_t alara_load32(const void *p) { return __atomic_load_n((const uint32_t *)p, __ATOMIC_SEQ_CST); }
static inline void alara_store32(void *p, uint32_t v) { __atomic_store_n((uint32_t *)p, v, __ATOMIC_SEQ_CST); }
static inline uint32_t alara_add32(void *p, uint32_t v) { return __atomic_add_fetch((uint32_t *)p, v, __ATOMIC_SEQ_CST); }
static inline uint32_t alara_exchange32(void *p, uint32_t v) { return __atomic_exchange_n((uint32_t *)p, v, __ATOMIC_SEQ_CST); }
static inline uint64_t alara_load64(const void *p) { return __atomic_load_n((const uint64_t *)p, __ATOMIC_SEQ_CST); }
static inline void alara_store64(void *p, uint64_t v) { __atomic_store_n((uint64_t *)p, v, __ATOMIC_SEQ_CST); }

static inline void alara_relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// Futexes on words that processes share. timeout_ns < 0 waits without limit.
int alara_futex_wait(const void *word, uint32_t expected, int64_t timeout_ns);
int alara_futex_wake(const void *word, int32_t count);

// Memory.
int alara_memfd_create(const char *name, size_t size);
void *alara_map_shared(int fd, size_t size);
void alara_wipe(void *p, size_t n);
int64_t alara_getrandom(void *p, size_t n);
bool alara_rdseed_supported(void);
int alara_rdseed(uint64_t *word);

// One value of the calling thread.
void alara_set_thread_value(const void *value);
const void *alara_thread_value(void);

// Descriptors.
int alara_open(const char *path, int flags);
int alara_pipe(int fds[2]);
int alara_socketpair(int fds[2]);
int alara_eventfd(void);
void alara_eventfd_ring(int fd);
void alara_eventfd_clear(int fd);
int alara_signalfd(const int *signals, size_t count);
int64_t alara_signalfd_read(int fd);
int alara_set_nonblocking(int fd, bool on);
int alara_send_descriptor(int socket, int fd);
int alara_receive_descriptor(int socket);
// 1 a character device, 2 a FIFO, 0 anything else.
int alara_device_kind(int fd);

// Processes.
struct alara_spawn_request {
    int program;                // a descriptor of the program, run by /proc/self/fd
    const char *path;           // or a path, when program < 0
    char *const *argv;
    char *const *envp;
    const int *descriptors;     // these become 3, 4, 5, … in the child
    size_t descriptor_count;
    const int *standard;        // what becomes 0, 1, 2; NULL: /dev/null for all three
    bool new_session;
};
// The pid, the child of the caller. A program run by descriptor finds that one open behind its last.
int alara_spawn(const struct alara_spawn_request *request);
int alara_pidfd_open(int pid);
int alara_pidfd_signal(int pidfd, int signal);
// 1 with *status as waitpid gives it, 0 when it still runs and nohang.
int alara_pidfd_wait(int pidfd, bool nohang, int *code, int *value);

// The sandbox, one step each.
int alara_set_name(const char *name);
int alara_set_dumpable(bool on);
int alara_refuse_core(void);
int alara_allow_locking(void);
// RLIMIT_CORE, NPROC, FSIZE 0.
int alara_limit_resources(void);
int alara_drop_identity(uid_t uid, gid_t gid);
int alara_death_by_socket(int fd);
int alara_no_new_privileges(void);
int alara_landlock_deny_all(void);
int alara_seccomp_worker(void);
int alara_keep_capabilities(uint64_t mask);

// Mounts.
int alara_mount_fuse(int fd, const char *mountpoint, const char *options, unsigned long flags);
int alara_unmount(const char *mountpoint, int flags);

void alara_syslog(int priority, const char *message);

#endif
