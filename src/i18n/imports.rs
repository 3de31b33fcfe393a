//! What is said of tables taken in.

use std::borrow::Borrow;

use super::Lang;
use crate::domain::import::{Field, Kind, NotATable, Note, TooMuch, Trouble};

impl Lang {
    /// What a column becomes.
    pub fn import_field(self, field: impl Borrow<Field>) -> &'static str {
        match field.borrow() {
            Field::Number => self.import_field_number(),
            Field::Title => self.import_field_title(),
            Field::Requirement => self.import_field_requirement(),
            Field::Lead => self.import_field_lead(),
            Field::Supporters => self.import_field_supporters(),
            Field::Responsible => self.import_field_responsible(),
            Field::Handler => self.import_field_handler(),
            Field::Leader => self.import_field_leader(),
            Field::Follower => self.import_field_follower(),
            Field::Due => self.import_field_due(),
            Field::OriginalDue => self.import_field_original_due(),
            Field::Urgency => self.import_field_urgency(),
            Field::Cadence => self.import_field_cadence(),
            Field::LongTerm => self.import_field_long_term(),
            Field::Evidence => self.import_field_evidence(),
            Field::Programme => self.import_field_programme(),
            Field::Meeting => self.import_field_meeting(),
            Field::State => self.import_field_state(),
            Field::IssuedOn => self.import_field_issued_on(),
            Field::ClosedOn => self.import_field_closed_on(),
            Field::Percent => self.import_field_percent(),
            Field::Progress => self.import_field_progress(),
            Field::Problem => self.import_field_problem(),
            Field::Name => self.import_field_name(),
            Field::JobTitle => self.import_field_job_title(),
            Field::Email => self.import_field_email(),
            Field::Phone => self.import_field_phone(),
            Field::EmployeeNo => self.import_field_employee_no(),
            Field::Role => self.import_field_role(),
            Field::Department => self.import_field_department(),
            Field::Locale => self.import_field_locale(),
            Field::TopLeader => self.import_field_top_leader(),
            Field::Active => self.import_field_active(),
            Field::NameEn => self.import_field_name_en(),
            Field::Aliases => self.import_field_aliases(),
            Field::Parent => self.import_field_parent(),
            Field::Head => self.import_field_head(),
            Field::Contacts => self.import_field_contacts(),
            Field::Id => self.import_field_id(),
            Field::Version => self.import_field_version(),
        }
    }

    /// What is taken in.
    pub fn import_kind(self, kind: impl Borrow<Kind>) -> &'static str {
        match kind.borrow() {
            Kind::Ledger => self.import_kind_ledger(),
            Kind::People => self.import_kind_people(),
            Kind::Departments => self.import_kind_departments(),
        }
    }

    /// Why a file is no table that can be taken in.
    pub fn not_a_table(self, refused: &NotATable) -> String {
        match refused {
            NotATable::File(refused) => self.not_read(refused),
            NotATable::TooMuch { place, most, what } => match what {
                TooMuch::Rows => self.import_not_a_table_rows(place, most),
                TooMuch::Columns => self.import_not_a_table_columns(place, most),
                TooMuch::Cells => self.import_not_a_table_cells(place, most),
                TooMuch::Characters => self.import_not_a_table_characters(place, most),
            },
            NotATable::Cell { place } => self.import_not_a_table_cell(place),
            NotATable::NoHeading { rows, needed } => {
                self.import_no_heading(rows, self.import_field(needed))
            }
            NotATable::NoRows(row) => self.import_no_rows(row),
        }
    }

    /// What is wrong with a cell.
    pub fn trouble(self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::ErrorCell(text) => self.import_error_cell(text),
            Trouble::NotADate(text) => self.import_not_a_date(text),
            Trouble::AmbiguousDate(text) => self.import_ambiguous_date(text),
            Trouble::NotAPercent(text) => self.import_not_a_percent(text),
            Trouble::NotAWord(text) => self.import_not_a_word(text),
            Trouble::UnknownDepartment(text) => self.import_unknown_department(text),
            Trouble::InactiveDepartment(text) => self.import_inactive_department(text),
            Trouble::ManyLead(text) => self.import_many_lead(text),
            Trouble::UnknownPerson(text) => self.import_unknown_person(text),
            Trouble::SeveralPeople(text) => self.import_several_people(text),
            Trouble::InactivePerson(text) => self.import_inactive_person(text),
            Trouble::NoSuchTask(text) => self.import_no_such_task(text),
            Trouble::Stale => self.import_stale().to_owned(),
            Trouble::Repeats(row) => self.import_repeats(row),
            Trouble::NumberTaken(text) => self.import_number_taken(text),
            Trouble::Fault(fault) => self.fault(fault),
            Trouble::Refused(text) => text.clone(),
            Trouble::NotAllowed => self.import_not_allowed().to_owned(),
        }
    }

    /// What was decided for a row.
    pub fn import_note(self, note: &Note) -> String {
        match note {
            Note::OneLeads(names) => self.import_note_one_leads(names),
            Note::OnlyFirst(text) => self.import_note_only_first(text),
            Note::ReadAs(text, day) => self.import_note_read_as(text, self.date(*day)),
            Note::ClosedAsDue(day) => self.import_note_closed(self.date(*day)),
            Note::IssuedOn(day) => self.import_note_issued(self.date(*day)),
            Note::NumberNotOurs(text) => self.import_note_number(text),
            Note::ReviewAsProgress => self.import_note_review().to_owned(),
            Note::CadenceTaken => self.import_note_cadence().to_owned(),
            Note::NewProgramme(name) => self.import_note_programme(name),
            Note::NewDepartment(name) => self.import_note_department(name),
            Note::LeftEmpty(text) => self.import_note_empty(text),
            Note::NotByTable(field) => self.import_note_not_by_table(self.import_field(field)),
        }
    }
}
