// SPDX-License-Identifier: Apache-2.0

internal import Contributor
internal import Glibc

exit(WorkerProgram.run(CommandLine.arguments))
