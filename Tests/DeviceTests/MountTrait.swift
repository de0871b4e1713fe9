// SPDX-License-Identifier: Apache-2.0

import Testing

/// Gives all tests of a suite one mount, `Mount.shared`, which ends after the last of them.
struct MountTrait: SuiteTrait, TestScoping {
    let options: MountOptions

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withMount(options) { mount in
            try await Mount.$ofSuite.withValue(mount) {
                try await function()
            }
        }
    }
}

extension Trait where Self == MountTrait {
    /// The suite's tests share one mount with so many workers.
    static func sharedMount(workers: Int) -> Self {
        MountTrait(options: MountOptions(workers: workers))
    }
}

extension Mount {
    @TaskLocal fileprivate static var ofSuite: Mount?

    /// The mount that the suite's tests share.
    static var shared: Mount {
        get throws {
            guard let mount = ofSuite else {
                throw Failure("this suite has no shared mount")
            }
            return mount
        }
    }
}
