// SPDX-License-Identifier: Apache-2.0

extension Supervisor {
    /// A fresh supervisor for the children this one had at its end, as a parent makes it after a restart.
    ///
    /// Every spec still present is started again, also those that were terminated or parked. Incarnation numbers,
    /// restart counters and back-offs go on; the restart history begins anew.
    func successor() -> Supervisor {
        var next = self
        next.phase = .idle
        next.mailbox = []
        next.history = RestartHistory(intensity: history.intensity)
        for index in next.live.indices {
            next.live[index].state = .pending
        }
        return next
    }
}
