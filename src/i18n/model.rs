//! What became of asking a language model, as the reviewer is told.

use super::Lang;
use crate::domain::extraction::{ModelNote, Silence};

impl Lang {
    /// The note as sentences; none where there is nothing to say.
    pub fn model_note(self, note: &ModelNote) -> Option<String> {
        let mut said = Vec::new();
        if let Some(silence) = note.silence {
            said.push(self.silence(silence));
            said.push(match note.read {
                0 => self.model_rules_only().to_owned(),
                read => self.model_partly(read, note.of),
            });
        }
        match note.dropped {
            0 => {}
            1 => said.push(self.model_dropped_one().to_owned()),
            count => said.push(self.model_dropped(count)),
        }
        let between = if self == Self::ZhCn { "" } else { " " };
        Some(said.join(between)).filter(|said| !said.is_empty())
    }

    fn silence(self, silence: Silence) -> String {
        match silence {
            Silence::TimedOut { seconds } => self.model_timed_out(seconds),
            Silence::Unreachable => self.model_unreachable().to_owned(),
            Silence::Refused { status } => self.model_refused(status),
            Silence::Nonsense => self.model_nonsense().to_owned(),
            Silence::TooLong => self.model_too_long().to_owned(),
            Silence::Busy => self.model_busy().to_owned(),
            Silence::Withheld => self.model_withheld().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_reads_as_sentences() {
        #[track_caller]
        fn case(silence: Option<Silence>, read: usize, dropped: usize, said: [Option<&str>; 2]) {
            let note = ModelNote { silence, read, of: 7, dropped };
            let spoken = [Lang::En, Lang::ZhCn].map(|lang| lang.model_note(&note));
            assert_eq!(spoken, said.map(|said| said.map(str::to_owned)));
        }

        case(None, 7, 0, [None, None]);
        case(
            Some(Silence::TimedOut { seconds: 20 }),
            0,
            0,
            [
                Some(
                    "The language model did not answer in 20 s. The rules’ own findings are shown.",
                ),
                Some("语言模型未在20秒内答复。以下为规则识别的结果。"),
            ],
        );
        case(
            Some(Silence::Unreachable),
            3,
            0,
            [
                Some(
                    "The language model could not be reached. It read 3 of 7 stretches of the \
                     minutes; for the rest the rules’ own findings are shown.",
                ),
                Some("无法连接语言模型。语言模型只读了纪要7段中的3段，其余为规则识别的结果。"),
            ],
        );
        case(
            None,
            7,
            1,
            [
                Some(
                    "One proposal of the language model does not stand in the minutes word for \
                     word and was dropped.",
                ),
                Some("语言模型有1项建议与纪要原文不符，已舍去。"),
            ],
        );
    }
}
