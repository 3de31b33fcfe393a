//! What the columns of the ledger as a file are called, and its yes and no.

use super::Lang;
use crate::domain::{LedgerColumn, Named as _};

impl Lang {
    /// The header of a column. Those that identify a row bear their word in every language.
    pub fn ledger_column(self, column: LedgerColumn) -> &'static str {
        match column {
            LedgerColumn::Number => self.column_number(),
            LedgerColumn::Title => self.column_title(),
            LedgerColumn::Requirement => self.column_requirement(),
            LedgerColumn::Lead => self.column_lead_department(),
            LedgerColumn::Supporters => self.column_supporting_departments(),
            LedgerColumn::Responsible => self.column_responsible(),
            LedgerColumn::Handler => self.column_handler(),
            LedgerColumn::Leader => self.column_leader(),
            LedgerColumn::Follower => self.column_follower(),
            LedgerColumn::Urgency => self.column_urgency(),
            LedgerColumn::Cadence => self.column_cadence(),
            LedgerColumn::LongTerm => self.column_long_term(),
            LedgerColumn::EvidenceRequired => self.column_evidence_required(),
            LedgerColumn::OriginalDueOn => self.column_original_due_on(),
            LedgerColumn::DueOn => self.column_due_on(),
            LedgerColumn::BaselineDueOn => self.column_baseline_due_on(),
            LedgerColumn::IssuedOn => self.column_issued_on(),
            LedgerColumn::ClosedOn => self.column_closed_on(),
            LedgerColumn::State => self.column_state(),
            LedgerColumn::Light => self.column_light(),
            LedgerColumn::Flags => self.column_flags(),
            LedgerColumn::Percent => self.column_percent(),
            LedgerColumn::ReportedOn => self.column_reported_on(),
            LedgerColumn::Outlook => self.column_outlook(),
            LedgerColumn::Latest => self.column_latest_progress(),
            LedgerColumn::Problem => self.column_problem(),
            LedgerColumn::Next => self.column_next(),
            LedgerColumn::Extensions => self.column_extensions(),
            LedgerColumn::OpenRequest => self.column_open_request(),
            LedgerColumn::Source => self.column_source(),
            LedgerColumn::Meeting => self.column_meeting(),
            LedgerColumn::Body => self.column_body(),
            LedgerColumn::HeldOn => self.column_held_on(),
            LedgerColumn::Programme => self.column_programme(),
            LedgerColumn::Quote => self.column_quote(),
            LedgerColumn::Parent => self.column_parent(),
            LedgerColumn::Id => LedgerColumn::Id.word(),
            LedgerColumn::Version => LedgerColumn::Version.word(),
        }
    }

    /// Yes or no, as a cell says it.
    pub fn yes_or_no(self, yes: bool) -> &'static str {
        if yes { self.column_yes() } else { self.column_no() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_columns_are_called_alike() {
        for lang in Lang::ALL {
            let labels: BTreeSet<_> =
                LedgerColumn::ALL.iter().map(|column| lang.ledger_column(*column)).collect();
            assert_eq!(labels.len(), LedgerColumn::ALL.len());
        }
        assert_eq!(Lang::En.ledger_column(LedgerColumn::Title), "Title");
        assert_eq!(Lang::ZhCn.ledger_column(LedgerColumn::Title), "督办事项");
    }
}
