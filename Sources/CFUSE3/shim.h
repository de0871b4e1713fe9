// SPDX-License-Identifier: Apache-2.0
//
// libfuse's low level for Swift. 314 keeps fuse_session_* real functions: below 312 some are function-like macros.
#ifndef ALARA_CFUSE3_H
#define ALARA_CFUSE3_H

#define FUSE_USE_VERSION 314
#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

// FUSE_ARGS_INIT is a compound literal, which Swift does not import. A session takes no options: argv[0] alone.
static inline struct fuse_session *alara_fuse_session_new(
    const struct fuse_lowlevel_ops *operations, void *userdata)
{
    char *argv[] = {(char *)"alara", NULL};
    struct fuse_args args = FUSE_ARGS_INIT(1, argv);
    return fuse_session_new(&args, operations, sizeof(*operations), userdata);
}

#endif
