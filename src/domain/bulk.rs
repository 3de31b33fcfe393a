//! What can be done to many tasks at once.

use super::named::named;

named! {
    /// What is done to every chosen task.
    BulkAct, "a deed for many tasks" {
        /// 交办: of drafts.
        Issue = "issue",
        /// 催办.
        Urge = "urge",
        /// Another lead department: 转办, or a change of the draft.
        Transfer = "transfer",
        /// 撤销.
        Cancel = "cancel",
        /// Handler, follower, leader, programme, urgency; of a draft the date too.
        Edit = "edit",
    }
}
