// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// What every Swift target of this package is compiled with.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A Swift target of this package.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A program: a thin `main` over its module.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module; test code names raw memory freely.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies,
        swiftSettings: Array(strict.dropFirst()))
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let bigInt: Target.Dependency = .product(name: "BigInt", package: "BigInt")

let package = Package(
    name: "alara",
    products: [
        .library(name: "Alara", targets: ["Alara"]),
        .executable(name: "alara", targets: ["alara"]),
        .executable(name: "alara-server", targets: ["alara-server"]),
        .executable(name: "alara-worker", targets: ["alara-worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    ],
    targets: [
        .systemLibrary(name: "CFUSE3", pkgConfig: "fuse3", providers: [.apt(["libfuse3-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CLinux"),
        module("Linux", ["CLinux"]),
        module("OpenSSL", ["COpenSSL", "Linux"]),
        module("FUSE", ["CFUSE3", "Linux"]),
        module("Entropy"),
        .target(name: "CKeccak"),
        module("Mixing", ["CKeccak", "OpenSSL"]),
        module("Supervision"),
        module("Channel", ["Linux"]),
        module("Journal", ["Linux"]),
        module("Contributor", ["Channel", "OpenSSL", "Linux"]),
        module("WorkerPool", ["Channel", "Entropy", "Linux", "Mixing", "OpenSSL", "Supervision", logging]),
        module("Logs", ["Linux", logging]),
        module("AlaraFS", ["Entropy", "FUSE", "Journal", "Linux", "Logs", "OpenSSL", "WorkerPool", logging]),
        module("Holder", ["Journal", "Linux", "Logs", logging]),
        module("Alara", ["Entropy", "Linux", "OpenSSL", "WorkerPool", bigInt, logging]),
        module("Bench", ["Holder", "Linux"]),
        module("AlaraCLI", ["Bench", "Holder", "Linux", "Logs", argumentParser, logging]),
        program("alara", ["AlaraCLI"]),
        program("alara-server", ["AlaraFS"]),
        program("alara-worker", ["Contributor"]),
        tests("LinuxTests", ["Linux"]),
        tests("OpenSSLTests", ["OpenSSL"]),
        tests("MixingTests", ["Mixing", "OpenSSL"]),
        tests("ChannelTests", ["Channel", "Linux"]),
        tests("JournalTests", ["Journal", "Linux"]),
        tests("SupervisionTests", ["Supervision"]),
        tests("EntropyTests", ["Entropy", bigInt]),
        tests("WorkerPoolTests", ["Channel", "Entropy", "Linux", "WorkerPool", logging]),
        tests("AlaraFSTests", ["AlaraFS", "Entropy", "FUSE", "Linux"]),
        tests("AlaraTests", ["Alara", "Linux", bigInt]),
        tests("HolderTests", ["Holder", "Journal", "Linux", "Logs", logging]),
        tests("CLITests", ["AlaraCLI", "Holder", "Linux", argumentParser, logging]),
        tests("BenchTests", ["Bench", "Linux"]),
        tests("DeviceTests", []),
    ],
    swiftLanguageModes: [.v6]
)
