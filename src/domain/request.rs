//! Requests 申请: what a department asks for, and what became of it.

use super::named::named;

named! {
    /// What can be asked for; at most one request is open on a task.
    RequestKind, "a kind of request" {
        /// 申请延期.
        Extension = "extension",
        /// 申请办结.
        Closure = "closure",
        /// 阶段性办结.
        InterimClosure = "interim_closure",
        /// 中止.
        Suspension = "suspension",
        /// 撤销.
        Cancellation = "cancellation",
    }
}

named! {
    /// What became of a request.
    RequestState, "a state of a request" {
        /// 待审核.
        Open = "open",
        /// 同意.
        Approved = "approved",
        /// 不同意, for a closure 退回重办.
        Rejected = "rejected",
        /// 撤回.
        Withdrawn = "withdrawn",
    }
}
