// SPDX-License-Identifier: Apache-2.0

internal import AlaraCLI
internal import Glibc

exit(AlaraProgram.run(Array(CommandLine.arguments.dropFirst())))
