// SPDX-License-Identifier: Apache-2.0

internal import AlaraFS
internal import Glibc

exit(ServerProgram.run(CommandLine.arguments))
