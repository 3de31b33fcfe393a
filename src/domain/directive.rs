//! Directives: what the review made of the acts that minutes call for.

use super::named::named;

named! {
    /// What was decided about a candidate.
    Disposition, "a disposition" {
        /// 待定.
        Pending = "pending",
        /// 立项.
        Accepted = "accepted",
        /// 不立项.
        Declined = "declined",
    }
}
