//! The walk through a text, block by block, that finds its directives.

use std::ops::Range;

use super::actor_split::{Names, by_actor};
use super::block::{Block, Kind};
use super::candidate::Rule;
use super::clause::{clauses, enumerator};
use super::cue::{Context, Found, cue};
use super::frame::{Frame, Voice, frame, is_han};
use super::han_frame::{passed_on, speaker};
use super::han_past::is_past;
use super::line::trim;
use super::section::{Place, Stance};
use super::sentence::sentences;
use super::stated::stated;
use super::table::{Columns, Row, rows};

/// A longer stretch without the end of a sentence is no sentence: a table, a picture, noise.
const LONGEST: usize = 6000;

/// A directive in the text.
#[derive(Debug, Clone)]
pub(super) struct Find {
    /// Where it stands, in bytes.
    pub(super) span: Range<usize>,
    /// Why it was taken for one.
    pub(super) found: Found,
    /// The number of its block.
    pub(super) block: usize,
    /// The directive that heads the numbered run it stands in: who is named there acts here too.
    pub(super) head: Option<(Range<usize>, Found)>,
    /// Who and when, where they stand apart from it: in columns of a table, or stated behind it.
    pub(super) columns: Option<Columns>,
}

impl Find {
    fn new(span: Range<usize>, found: Found, block: usize) -> Self {
        Self { span, found, block, head: None, columns: None }
    }
}

/// The directives of a text, in order.
pub(super) fn walk(text: &str, blocks: &[Block], places: &[Place]) -> Vec<Find> {
    let mut finds = Vec::new();
    // Requirements that one paragraph announces as a list run on through the paragraphs of the list.
    let mut list_demands = false;
    let names = Names::of(text);
    let is_notice = is_notice(text, blocks);
    let rows = rows(text, blocks);
    for (number, (block, place)) in blocks.iter().zip(places).enumerate() {
        if block.done || block.body.is_empty() {
            continue;
        }
        match &rows[number] {
            Row::Task(act, columns) => {
                let found = Found::whole(Rule::Listed, "", 0.85);
                let find = Find::new(act.clone(), found, number);
                finds.push(Find { columns: Some(columns.clone()), ..find });
                continue;
            }
            Row::Silent => continue,
            Row::Text => {}
        }
        if block.kind != Kind::Row
            && let Some(columns) = stated(text, &block.body)
        {
            if place.stance != Stance::Silent {
                let above = number.checked_sub(1).map(|above| (above, &blocks[above]));
                attach(text, &mut finds, columns, above);
            }
            continue;
        }
        let words = &text[block.body.clone()];
        let numbered = enumerator(words).is_some();
        let mut passage = Passage {
            text,
            place,
            listed: place.stance == Stance::Tasks
                && (block.kind == Kind::Item || numbered || names.open(words))
                && !place.is_note
                || list_demands && numbered,
            demanding: is_notice || place.stance == Stance::Tasks || list_demands && numbered,
            names: &names,
            passed_on: None,
            is_topic: is_topic(block, blocks.get(number + 1)),
            kind: block.kind,
            block: number,
            finds: &mut finds,
        };
        let mut before: Option<Range<usize>> = None;
        for sentence in sentences(text, block.body.clone()) {
            if sentence.len() > LONGEST {
                continue;
            }
            match (before.take(), stated(text, &sentence)) {
                (Some(before), Some(columns)) => passage.complete(&before, &sentence, columns),
                _ => passage.sentence(&sentence),
            }
            before = Some(sentence);
        }
        let announces =
            passage.demanding && (words.ends_with(['：', ':']) || words.contains(" requirements"));
        list_demands = announces || list_demands && numbered;
    }
    finds
}

/// One block on the walk.
struct Passage<'a> {
    text: &'a str,
    place: &'a Place,
    listed: bool,
    demanding: bool,
    names: &'a Names<'a>,
    /// Whose speech from outside is passed on here, and whether it is still being told.
    passed_on: Option<(&'a str, bool)>,
    /// An item that others hang from.
    is_topic: bool,
    kind: Kind,
    block: usize,
    finds: &'a mut Vec<Find>,
}

impl Passage<'_> {
    fn sentence(&mut self, span: &Range<usize>) {
        let sentence = &self.text[span.clone()];
        let frame = self.passing_on(span, frame(sentence));
        let voice = frame.map(|frame| frame.voice);
        let mut found_before = false;
        match voice {
            Some(Voice::Demands | Voice::Decides) => self.demanding = true,
            Some(Voice::Outside | Voice::Opines) => self.demanding = false,
            _ => {}
        }
        let frame_end = span.start + frame.map_or(0, |frame| frame.end);
        // The words of the frame stay outside, unless they are part of the act: `agreed to mend`.
        let keeps_frame =
            !is_han(sentence) && voice != Some(Voice::Demands) || frame_end >= span.end;
        let body = if keeps_frame { span.clone() } else { trim(self.text, frame_end..span.end) };
        let mut head = None;
        let clauses = clauses(self.text, &body).into_iter();
        for clause in clauses
            .flat_map(|clause| by_actor(self.text, clause, self.listed, self.names))
            .collect::<Vec<_>>()
        {
            let words = &self.text[clause.clone()];
            let numbered = enumerator(words).is_some();
            let context = Context {
                voice,
                listed: self.listed && (clause.start == body.start || numbered || found_before)
                    || numbered && self.demanding
                    || found_before && clause.start > body.start,
                demanding: self.demanding,
            };
            let inner = enumerator(words).unwrap_or(0);
            let inside = words[inner..].trim_start();
            let Some(mut found) =
                cue(inside, context).filter(|found| self.may_count(found, inside))
            else {
                continue;
            };
            found.at += words.len() - inside.len();
            found_before = true;
            if demands(found.cue.rule) || context.listed {
                self.demanding =
                    self.demanding || is_han(words) || found.cue.rule != Rule::Commitment;
            }
            let start = if found.cue.rule == Rule::Mark { mark_start(words, &found) } else { 0 };
            found.at -= start;
            let span = clause.start + start..clause.end;
            if !numbered {
                head = Some((span.clone(), found.clone()));
            }
            let above = head.clone().filter(|_| numbered);
            self.finds.push(Find { head: above, ..Find::new(span, found, self.block) });
        }
    }

    /// The frame of a sentence, from outside while a speech that was passed on is still told.
    fn passing_on(&mut self, span: &Range<usize>, frame: Option<Frame>) -> Option<Frame> {
        let sentence = &self.text[span.clone()];
        if let Some(told) = passed_on(sentence) {
            self.passed_on = Some((told, false));
            return frame;
        }
        let (Some(frame), Some((told, speaking))) = (frame, &mut self.passed_on) else {
            return frame;
        };
        let who = speaker(sentence, frame.end);
        let title = who.char_indices().rev().nth(1).map_or(who, |(at, _)| &who[at..]);
        // 陈厅长 speaks on as long as it is the 厅长 whose speech was passed on, or he.
        let pronoun = matches!(who, "他" | "她");
        *speaking = if pronoun { *speaking } else { !title.is_empty() && told.contains(title) };
        let voice = if *speaking { Voice::Outside } else { frame.voice };
        Some(Frame { voice, ..frame })
    }

    /// Gives the sentence `before` who and when, as `stated` behind it.
    fn complete(&mut self, before: &Range<usize>, stated: &Range<usize>, columns: Columns) {
        let last = self
            .finds
            .last_mut()
            .filter(|find| find.block == self.block && find.span.end > before.start);
        if let Some(last) = last {
            last.span.end = stated.end;
            last.columns = Some(columns);
        } else {
            let found = Found::whole(Rule::Mark, first_sign(&self.text[stated.clone()]), 0.9);
            let find = Find::new(before.start..stated.end, found, self.block);
            self.finds.push(Find { columns: Some(columns), ..find });
        }
    }

    /// Whether what was found may count where it stands.
    fn may_count(&self, found: &Found, words: &str) -> bool {
        let marked = found.cue.rule == Rule::Mark;
        match (self.kind, self.place.stance) {
            (Kind::Heading(_), _) => {
                let cued = matches!(
                    found.cue.rule,
                    Rule::Mark | Rule::StrongModal | Rule::PlainModal | Rule::Assignment
                );
                cued && words.ends_with(['.', '。', '！', '!'])
            }
            (_, Stance::Silent) => marked,
            (_, Stance::Open) if self.is_topic => {
                marked
                    || matches!(
                        found.cue.rule,
                        Rule::Assignment | Rule::Commitment | Rule::Decision
                    )
            }
            _ => !(found.cue.rule == Rule::Listed && is_han(words) && is_past(words)),
        }
    }
}

/// Gives what a line of its own states to the act above it.
fn attach(text: &str, finds: &mut Vec<Find>, columns: Columns, above: Option<(usize, &Block)>) {
    let Some((number, above)) = above else { return };
    let last = finds.last_mut().filter(|find| number.saturating_sub(find.block) <= 2);
    if let Some(last) = last {
        let held = last.columns.get_or_insert_default();
        held.owners.extend(columns.owners);
        held.due = columns.due.or(held.due.take());
    } else if let Some(act) = sentences(text, above.body.clone()).pop()
        && text[act.clone()].chars().filter(|c| c.is_alphanumeric()).count() >= 4
        && act.len() <= LONGEST
    {
        let find = Find::new(act, Found::whole(Rule::Mark, "", 0.85), number);
        finds.push(Find { columns: Some(columns), ..find });
    }
}

/// The label that a statement of who and when opens with.
fn first_sign(stated: &str) -> &str {
    let words = stated.trim_start_matches(['（', '(', '[', '【', ' ']);
    &words[..words.find(['：', ':']).unwrap_or(words.len())]
}

/// Whether the text is a notice, all of which asks its readers for something.
fn is_notice(text: &str, blocks: &[Block]) -> bool {
    let headings = blocks.iter().take(3).filter(|block| matches!(block.kind, Kind::Heading(_)));
    headings.map(|block| &text[block.body.clone()]).any(|words| {
        ["通知", "通告", "公告", "倡议", "须知"].iter().any(|kind| words.ends_with(kind))
            && !["召开", "举行", "会议"].iter().any(|report| words.contains(report))
    })
}

/// Whether deeper items hang from the block: then it names what they are about.
fn is_topic(block: &Block, next: Option<&Block>) -> bool {
    block.kind == Kind::Item
        && next.is_some_and(|next| next.kind == Kind::Item && next.indent > block.indent + 1)
}

/// Whether a rule makes requirements of the bare imperatives that follow.
fn demands(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::StrongModal | Rule::PlainModal | Rule::Listed | Rule::Imperative | Rule::Decision
    )
}

/// Where a directive with an explicit mark begins: at the mark, where much stands before it.
fn mark_start(words: &str, found: &Found) -> usize {
    let latin = found.cue.text.is_ascii();
    let before = words[..found.at].chars().filter(|c| !c.is_whitespace()).count();
    if latin && before > 22 { found.at } else { 0 }
}
