//! What is wrong with a value, in the reader's language.

use super::Lang;
use crate::domain::{Fault, NotTaken, StepRefused, StructureRefused};

impl Lang {
    /// What is wrong, as the form says it at the field.
    pub fn fault(self, fault: &Fault) -> String {
        match fault {
            Fault::Missing => self.fault_missing().to_owned(),
            Fault::TooLong { most } => self.fault_too_long(most),
            Fault::TooShort { least } => self.fault_too_short(least),
            Fault::TooMany { most } => self.fault_too_many(most),
            Fault::Nul => self.fault_nul().to_owned(),
            Fault::Address(refused) => self.fault_address(&refused.0),
            Fault::Reach(refused) => self.not_reachable(refused),
            Fault::Robot(refused) => self.robot_refused(*refused).to_owned(),
            Fault::Word(refused) => self.fault_word(&refused.word),
            Fault::Cycle(cycle) => self.fault_cycle(&cycle.name, &cycle.parent),
            Fault::Document(refused) => self.not_read(refused),
            Fault::File(refused) => self.not_taken(refused),
            Fault::FileUsed(name) => self.fault_file_used(name),
            Fault::TooManyFiles { most } => self.fault_too_many_files(most),
            Fault::NotADate(text) => self.fault_not_a_date(text),
            Fault::NotInRange { least, most } => self.fault_not_in_range(least, most),
            Fault::NotLater(day) => self.fault_not_later(self.date(*day)),
            Fault::FreeDay { day, .. } => self.fault_free_day(self.date(*day)),
            Fault::NoSuch => self.fault_no_such().to_owned(),
            Fault::Inactive(name) => self.fault_inactive(name),
            Fault::Taken(name) => self.fault_taken(name),
            Fault::TimeZone(text) => self.fault_time_zone(text),
            Fault::LessDone(percent) => self.fault_less_done(percent),
            Fault::HoldsTasks(1) => self.fault_holds_one_task().to_owned(),
            Fault::HoldsTasks(count) => self.fault_holds_tasks(count),
            Fault::OwnAccount => self.fault_own_account().to_owned(),
            Fault::NotAPassage => self.fault_not_a_passage().to_owned(),
            Fault::HasTask => self.fault_has_task().to_owned(),
            Fault::NotNeighbours => self.fault_not_neighbours().to_owned(),
            Fault::NothingToUndo => self.fault_nothing_to_undo().to_owned(),
            Fault::ChangedSince(name) => self.fault_changed_since(name),
            Fault::MovedSince => self.fault_moved_since().to_owned(),
            Fault::Issued => self.fault_issued().to_owned(),
            Fault::NoHead(name) => self.fault_no_head(name),
            Fault::NoEvidence => self.fault_no_evidence().to_owned(),
            Fault::NoSigner => self.fault_no_signer().to_owned(),
            Fault::Submitted => self.fault_submitted().to_owned(),
            Fault::NoDueDate => self.fault_no_due_date().to_owned(),
            Fault::NoTerms => self.fault_no_terms().to_owned(),
            Fault::NotRepeatable => self.fault_not_repeatable().to_owned(),
            Fault::Followed(number) => self.fault_followed(number),
            Fault::InFuture => self.fault_in_future().to_owned(),
            Fault::Structure(refused) => self.structure_refused(*refused).to_owned(),
            Fault::AfterWhole(day) => self.structure_after_whole(self.date(*day)),
            Fault::NotOfDepartment(name) => self.structure_not_of_department(name),
            Fault::SubTasksOpen(count) => self.structure_sub_tasks_open(count),
            Fault::Unwanted => self.fault_unwanted().to_owned(),
        }
    }

    fn not_taken(self, refused: &NotTaken) -> String {
        match refused {
            NotTaken::Empty(name) => self.fault_file_empty(name),
            NotTaken::TooLarge { name, most } => self.fault_file_too_large(name, most >> 20),
            NotTaken::Kind(name) => self.fault_file_kind(name),
            NotTaken::Disguised(name) => self.fault_file_disguised(name),
        }
    }

    /// Why there is no room for something among other tasks.
    pub fn structure_refused(self, refused: StructureRefused) -> &'static str {
        match refused {
            StructureRefused::SpreadOut => self.structure_spread_out(),
            StructureRefused::Inside => self.structure_inside(),
            StructureRefused::NotASubTask => self.structure_not_a_sub_task(),
            StructureRefused::TooDeep => self.structure_too_deep(),
            StructureRefused::UnderWay => self.structure_under_way(),
            StructureRefused::Over => self.structure_over(),
            StructureRefused::NotInProgress => self.structure_not_in_progress(),
        }
    }

    /// Why a step is not possible, as a sentence.
    pub fn step_refused(self, refused: StepRefused) -> String {
        self.fault_step_refused(self.state(refused.state), self.step(refused.step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{State, Step};

    #[test]
    fn a_refusal_names_the_state_and_the_step_in_chinese_too() {
        let refused = State::Closed.after(Step::Acknowledge, None).unwrap_err();
        assert_eq!(Lang::ZhCn.step_refused(refused), "状态为“已办结”的督办事项不能办理“签收”");
        assert_eq!(Lang::ZhCn.fault(&Fault::TooLong { most: 300 }), "最多300个字符");
    }
}
