//! Where tasks come from.

use super::named::named;

named! {
    /// What a meeting record stands for.
    Source, "a source" {
        /// A sitting of a body 会议.
        Meeting = "meeting",
        /// A leader's instruction 领导批示.
        Instruction = "instruction",
        /// A document 文件.
        Document = "document",
        /// An annual plan 工作要点.
        AnnualPlan = "annual_plan",
    }
}
