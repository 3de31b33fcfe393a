//! The filters of the ledger as options: one each, with the names that the API has.

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::domain::TaskFilter;

/// Which tasks.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct FilterOptions(pub(super) TaskFilter);

/// Every filter, with the option that it is set by.
const OPTIONS: &[(&str, &str)] = &[
    ("ids", "ids"),
    ("parent_id", "parent-id"),
    ("state", "state"),
    ("light", "light"),
    ("flag", "flag"),
    ("counted", "counted"),
    ("open", "open"),
    ("long_term", "long-term"),
    ("department_id", "department-id"),
    ("role", "role"),
    ("waiting_on_department_id", "waiting-on-department-id"),
    ("handler_id", "handler-id"),
    ("leader_id", "leader-id"),
    ("led", "led"),
    ("programme_id", "programme-id"),
    ("meeting_id", "meeting-id"),
    ("body_id", "body-id"),
    ("urgency", "urgency"),
    ("open_request", "open-request"),
    ("report", "report"),
    ("report_from", "report-from"),
    ("cadence", "cadence"),
    ("due_from", "due-from"),
    ("due_to", "due-to"),
    ("baseline_to", "baseline-to"),
    ("issued_from", "issued-from"),
    ("issued_to", "issued-to"),
    ("closed_from", "closed-from"),
    ("closed_to", "closed-to"),
    ("as_of", "as-of"),
    ("q", "q"),
];

/// Those that are true where no value is given.
const SWITCHES: &[&str] = &["counted", "open", "long_term"];

impl Args for FilterOptions {
    fn augment_args(command: Command) -> Command {
        let options = OPTIONS.iter().map(|(name, option)| {
            let arg = Arg::new(*name).long(*option).value_name("VALUE");
            let arg = if option == name { arg } else { arg.alias(*name) };
            let arg = arg.help_heading("Filters, as the list of tasks in the API has them");
            if SWITCHES.contains(name) {
                arg.num_args(0..=1).default_missing_value("true")
            } else {
                arg
            }
        });
        command.args(options)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for FilterOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut options = Self::default();
        options.update_from_arg_matches(matches)?;
        Ok(options)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for (name, option) in OPTIONS {
            let Some(value) = matches.get_one::<String>(name) else { continue };
            self.0.set(name, value).map_err(|fault| {
                let said = format!("invalid value '{value}' for '--{option}': {fault}\n");
                clap::Error::raw(ErrorKind::ValueValidation, said)
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::State;

    #[test]
    fn every_filter_has_its_option() {
        let names: Vec<&str> = OPTIONS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, TaskFilter::NAMES);
        assert!(OPTIONS.iter().all(|(name, option)| name.replace('_', "-") == *option));
    }

    #[test]
    fn options_make_a_filter_and_a_wrong_value_is_told() {
        let read = |words: &[&str]| {
            let command = FilterOptions::augment_args(Command::new("test"));
            let matches = command.try_get_matches_from([&["test"], words].concat())?;
            FilterOptions::from_arg_matches(&matches)
        };
        let filter = read(&["--open", "--state", "closed", "--due_to", "2026-03-09"]).unwrap().0;
        assert!(filter.open);
        assert_eq!(filter.states, [State::Closed]);
        assert_eq!(filter.due_to.map(|day| day.to_string()).as_deref(), Some("2026-03-09"));

        let refused = read(&["--light", "red"]).unwrap_err().to_string();
        assert!(refused.contains("'red' for '--light'"), "{refused}");
    }
}
