//! Circulars in words: their states, steps and periods.

use std::borrow::Borrow;

use chrono::Datelike as _;

use super::Lang;
use crate::domain::{CircularPeriod, CircularRefused, CircularSpan, CircularState, CircularStep};

impl Lang {
    /// Where a circular stands.
    pub fn circular_state(self, state: impl Borrow<CircularState>) -> &'static str {
        match state.borrow() {
            CircularState::Draft => self.circular_state_draft(),
            CircularState::Submitted => self.circular_state_submitted(),
            CircularState::Signed => self.circular_state_signed(),
            CircularState::Discarded => self.circular_state_discarded(),
        }
    }

    /// What was done with a circular.
    pub fn circular_step(self, step: impl Borrow<CircularStep>) -> &'static str {
        match step.borrow() {
            CircularStep::Create => self.circular_step_create(),
            CircularStep::Edit => self.circular_step_edit(),
            CircularStep::Retake => self.circular_step_retake(),
            CircularStep::Submit => self.circular_step_submit(),
            CircularStep::Withdraw => self.circular_step_withdraw(),
            CircularStep::Return => self.circular_step_return(),
            CircularStep::Sign => self.circular_step_sign(),
            CircularStep::Discard => self.circular_step_discard(),
            CircularStep::Send => self.circular_step_send(),
        }
    }

    /// How long a period is.
    pub fn circular_period(self, period: impl Borrow<CircularPeriod>) -> &'static str {
        match period.borrow() {
            CircularPeriod::Month => self.circular_period_month(),
            CircularPeriod::Quarter => self.circular_period_quarter(),
            CircularPeriod::HalfYear => self.circular_period_half_year(),
            CircularPeriod::Year => self.circular_period_year(),
            CircularPeriod::Custom => self.circular_period_custom(),
        }
    }

    /// The days of a circular, as its subject says them: `from January to June 2023`,
    /// `2023年1月—6月`.
    pub fn circular_span(self, span: &CircularSpan) -> String {
        let CircularSpan { period, from, to } = span;
        let year = from.year();
        match (period, from.month0() / 3) {
            (CircularPeriod::Month, _) => match self {
                Self::En => self.circular_in_month(from.format("%B %Y")),
                Self::ZhCn => self.circular_in_month(self.month_of_year(from)),
            },
            (CircularPeriod::Quarter, 0) => self.circular_in_quarter_one(year),
            (CircularPeriod::Quarter, 1) => self.circular_in_quarter_two(year),
            (CircularPeriod::Quarter, 2) => self.circular_in_quarter_three(year),
            (CircularPeriod::Quarter, _) => self.circular_in_quarter_four(year),
            (CircularPeriod::HalfYear, _) => match self {
                Self::En => self.circular_in_months(from.format("%B"), to.format("%B"), year),
                Self::ZhCn => self.circular_in_months(from.month(), self.month(to), year),
            },
            (CircularPeriod::Year, _) => self.circular_in_year(year),
            (CircularPeriod::Custom, _) => {
                self.circular_in_days(self.long_date(from), self.long_date(to))
            }
        }
    }

    /// Why a step cannot be taken on a circular.
    pub fn circular_step_refused(self, refused: CircularRefused) -> String {
        self.circular_refused(match refused.state {
            CircularState::Draft => self.circular_state_word_draft(),
            CircularState::Submitted => self.circular_state_word_submitted(),
            CircularState::Signed => self.circular_state_word_signed(),
            CircularState::Discarded => self.circular_state_word_discarded(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_reads_as_a_subject_says_it() {
        #[track_caller]
        fn case(period: CircularPeriod, english: &str, chinese: &str) {
            let span = CircularSpan::around(period, "2023-05-17".parse().unwrap());
            assert_eq!(Lang::En.circular_span(&span), english);
            assert_eq!(Lang::ZhCn.circular_span(&span), chinese);
        }

        case(CircularPeriod::Month, "in May 2023", "2023年5月");
        case(CircularPeriod::Quarter, "in the second quarter of 2023", "2023年第二季度");
        case(CircularPeriod::HalfYear, "from January to June 2023", "2023年1—6月");
        case(CircularPeriod::Year, "in 2023", "2023年");
        case(
            CircularPeriod::Custom,
            "from 17 May 2023 to 17 May 2023",
            "2023年5月17日至2023年5月17日",
        );
    }
}
