//! The review page itself.

use askama::Template;

use super::candidate::{Around, Candidate, Heading};
use super::desk::Desk;
use super::said::Telling;
use super::several::SeveralTool;
use super::typed::Typed;
use crate::app::App;
use crate::domain::{
    Cadence, DirectiveId, Disposition, FieldFault, MeetingId, Named, Urgency, close_ones,
};
use crate::http::{FormErrors, SignedIn};
use crate::i18n::Lang;
use crate::pages::deed::Button;
use crate::pages::minutes::{LaidOut, Mark, lay_out};
use crate::pages::{Frame, Nav, free_day};
use crate::services::intake::Revised;
use crate::services::review;

#[derive(Template)]
#[template(path = "pages/review.html")]
pub struct ReviewPage {
    frame: Frame,
    errors: FormErrors,
    /// What stands in the way of creating tasks: where, and why.
    obstacles: Vec<(String, String)>,
    /// What is to be said of dates on free days.
    free: Vec<Button>,
    meeting_id: MeetingId,
    meeting: String,
    laid: Vec<LaidOut>,
    marks: Vec<Mark>,
    size: String,
    /// What became of asking the language model.
    model_note: Option<String>,
    candidates: Vec<Candidate>,
    tabs: Vec<Tab>,
    show: String,
    tool: String,
    passage: String,
    progress: String,
    tally: String,
    stretches: Vec<Stretch>,
    saved: Option<String>,
    /// The reader's last act, what was just taken back, and what others did.
    last: Option<String>,
    undone: Option<String>,
    others: Vec<String>,
    /// What changed minutes did to the review.
    revised: Option<String>,
    several: Option<SeveralTool>,
    /// Whether every box is ticked by the one for all.
    all_shown: bool,
    /// How many can be picked.
    pickable: usize,
    /// What to look at instead of one's own words, after another was quicker.
    theirs: Option<DirectiveId>,
    keys: bool,
    stamp: String,
    creatable: usize,
    issue: bool,
    /// What creating can do at once: issue, or submit for signature.
    issue_label: &'static str,
}

/// A tab: its value, its name, how many it shows, whether it is the one in use.
struct Tab {
    value: &'static str,
    name: &'static str,
    count: usize,
    here: bool,
}

/// A stretch of the bar of progress.
struct Stretch {
    kind: &'static str,
    x: String,
    width: String,
}

/// What the address asks for, and what went wrong with the form.
#[derive(Default)]
pub struct Wish<'a> {
    /// The candidate in hand; 0 for none.
    pub open: Option<i64>,
    pub show: String,
    pub tool: String,
    pub errors: FormErrors,
    pub faults: Vec<FieldFault>,
    pub typed: Option<&'a Typed>,
    pub passage: String,
    pub issue: bool,
    /// The act that was just taken back, and how many it touched.
    pub undone: Option<(String, usize)>,
    /// How many changed minutes kept, lost and found.
    pub revised: Option<Revised>,
    pub theirs: Option<DirectiveId>,
}

impl ReviewPage {
    /// The page of `desk`.
    pub fn new(app: &App, signed: &SignedIn, desk: &Desk, wish: Wish<'_>) -> Self {
        let lang = signed.lang;
        let in_hand = in_hand(desk, &wish);
        let directives: Vec<_> = desk.entries.iter().map(|entry| &entry.directive).collect();
        let around = Around {
            desk,
            typed: wish.typed,
            lang,
            today: signed.today,
            calendar: app.calendar(),
            in_hand,
            close: &close_ones(&directives),
        };
        let telling = Telling { lang, zone: app.house().zone, today: signed.today };
        let all: Vec<Candidate> =
            (0..desk.entries.len()).map(|index| around.candidate(index)).collect();
        let count = |wanted| all.iter().filter(|one| one.was == wanted).count();
        let (accepted, declined, later) = (
            count(Disposition::Accepted),
            count(Disposition::Declined),
            count(Disposition::Pending),
        );
        let creatable = all.iter().filter(|one| !one.has_task);
        let creatable = creatable.filter(|one| one.chosen == Disposition::Accepted).count();
        let tab = |value: &'static str, name, count| Tab {
            value,
            name,
            count,
            here: value == wish.show || (value == "all" && shown(&wish.show).is_none()),
        };
        let tabs = vec![
            tab("all", lang.review_tab_all(), all.len()),
            tab("later", lang.review_tab_later(), later),
            tab("accepted", lang.review_tab_accepted(), accepted),
            tab("declined", lang.review_tab_declined(), declined),
        ];
        let shown = shown(&wish.show);
        let marks = marks(desk, &all, in_hand, shown, lang);
        let numbers = desk.numbers();
        let (decided, stretches) = progress(desk, in_hand);
        let sentences = numbers.len();
        let progress = if sentences == 1 {
            lang.review_decided_one(decided, sentences)
        } else {
            lang.review_decided(decided, sentences)
        };
        let obstacles = wish.faults.iter().filter_map(|fault| obstacle(desk, fault, lang));
        let mut candidates: Vec<_> = all
            .into_iter()
            .filter(|one| shown.is_none_or(|shown| shown == one.was) || one.form.is_some())
            .collect();
        head(desk, wish.typed, &mut candidates);
        let parted = candidates.iter().filter_map(|one| one.form.as_ref());
        let cuts: Vec<_> = parted
            .filter(|_| wish.tool == "split")
            .flat_map(|form| &form.cuts)
            .map(|(at, words, _)| (*at, lang.review_part_here(words)))
            .collect();
        let undone = wish.undone.as_ref();
        Self {
            frame: Frame::of(signed, Nav::Meetings),
            obstacles: obstacles.collect(),
            free: free_day::buttons(lang, &wish.faults).into_iter().flatten().collect(),
            errors: wish.errors,
            meeting_id: desk.meeting.id,
            meeting: lang
                .review_meeting_on(&desk.meeting.title, lang.long_date(desk.meeting.held_on)),
            laid: lay_out(&desk.minutes.text, &desk.passages, &marks, &numbers, &cuts),
            marks,
            size: lang.review_size(sentences, desk.entries.len()),
            model_note: desk.minutes.model_note.as_ref().and_then(|note| lang.model_note(note)),
            tabs,
            tally: lang.review_tally(accepted, declined, later),
            progress,
            stretches,
            saved: saved(app, desk, later, lang),
            creatable,
            issue: wish.issue,
            issue_label: if signed.actor.issues(app.settings.rules().approval) {
                lang.review_issue_too()
            } else {
                lang.submission_review_too()
            },
            last: telling.own(desk),
            undone: undone.and_then(|(deed, of)| telling.undone(desk, deed, *of, wish.open)),
            others: telling.others(desk),
            revised: wish.revised.map(|revised| revised.told(lang)),
            several: wish
                .typed
                .filter(|_| wish.tool == "several")
                .map(|typed| SeveralTool::new(desk, typed, lang)),
            all_shown: wish.typed.is_some_and(|typed| typed.picked.all),
            pickable: candidates.iter().filter(|one| !one.has_task).count(),
            theirs: wish.theirs,
            keys: desk.keys,
            stamp: desk.stamp.clone(),
            show: wish.show,
            tool: wish.tool,
            passage: wish.passage,
            candidates,
        }
    }
}

impl ReviewPage {
    /// Whether nothing was found at all.
    fn is_blank(&self) -> bool {
        self.tabs.iter().all(|tab| tab.count == 0)
    }
}

/// The disposition that a tab shows; `None` for all.
fn shown(tab: &str) -> Option<Disposition> {
    match tab {
        "later" => Some(Disposition::Pending),
        "accepted" => Some(Disposition::Accepted),
        "declined" => Some(Disposition::Declined),
        _ => None,
    }
}

/// The candidate in hand: the one asked for, else the first that waits.
fn in_hand(desk: &Desk, wish: &Wish<'_>) -> Option<DirectiveId> {
    let has = |id: i64| desk.entries.iter().map(|entry| entry.directive.id).find(|one| one.0 == id);
    match wish.open {
        Some(id) => has(id),
        None => desk
            .entries
            .iter()
            .map(|entry| &entry.directive)
            .find(|one| one.disposition == Disposition::Pending)
            .map(|one| one.id),
    }
}

fn marks(
    desk: &Desk,
    candidates: &[Candidate],
    in_hand: Option<DirectiveId>,
    shown_only: Option<Disposition>,
    lang: Lang,
) -> Vec<Mark> {
    desk.entries
        .iter()
        .zip(candidates)
        .filter(|(entry, _)| entry.directive.anchored)
        .map(|(entry, shown)| {
            let (kind, said) = match shown.was {
                Disposition::Accepted => (" src--yes", lang.review_said_accepted()),
                Disposition::Declined => (" src--no", lang.review_said_declined()),
                Disposition::Pending => (" src--todo", lang.review_said_later()),
            };
            let id = entry.directive.id;
            Mark {
                span: entry.directive.span.clone(),
                anchor: format!("s{id}"),
                // A filter may hide the card.
                href: if shown_only.is_none_or(|only| only == shown.was) || in_hand == Some(id) {
                    format!("#c{id}")
                } else {
                    format!("/meetings/{}/review?open={id}#c{id}", desk.meeting.id)
                },
                kind,
                label: shown.label.clone(),
                said: (String::new(), said.to_owned()),
                current: in_hand == Some(id),
            }
        })
        .collect()
}

/// Puts the headings of the minutes above the candidates, where there are several.
fn head(desk: &Desk, typed: Option<&Typed>, candidates: &mut [Candidate]) {
    let mut last: Option<Option<&str>> = None;
    let mut headings = Vec::new();
    for (index, one) in candidates.iter().enumerate() {
        let theme = desk.entry(one.id).and_then(|entry| entry.directive.theme.as_deref());
        if last != Some(theme) {
            headings.push((index, theme));
        }
        last = Some(theme);
    }
    if headings.len() < 2 {
        return;
    }
    let ends: Vec<usize> = headings.iter().skip(1).map(|(at, _)| *at).collect();
    for (nth, (index, theme)) in headings.into_iter().enumerate() {
        let end = ends.get(nth).copied().unwrap_or(candidates.len());
        let pickable = candidates[index..end].iter().any(|one| !one.has_task);
        let one = &mut candidates[index];
        let ticked = typed.is_some_and(|typed| typed.picked.headings.contains(&one.id));
        one.heading = theme.map(|theme| Heading { words: theme.to_owned(), pickable, ticked });
    }
}

/// How many sentences are decided, and the bar that shows it.
fn progress(desk: &Desk, in_hand: Option<DirectiveId>) -> (usize, Vec<Stretch>) {
    let sentences: Vec<Vec<_>> = desk
        .entries
        .chunk_by(|one, other| one.label.sentence == other.label.sentence)
        .map(|acts| acts.iter().map(|entry| &entry.directive).collect())
        .collect();
    let is_decided = |acts: &&Vec<&crate::domain::Directive>| {
        acts.iter().all(|one| one.disposition != Disposition::Pending)
    };
    let (mut x, mut stretches) = (0, Vec::new());
    let share = 1_000_000 / sentences.len().max(1);
    for acts in &sentences {
        let width = share / acts.len();
        for act in acts {
            let kind = match act.disposition {
                _ if in_hand == Some(act.id) => "p-on",
                Disposition::Accepted => "p-yes",
                Disposition::Declined => "p-no",
                Disposition::Pending => "p-todo",
            };
            stretches.push(Stretch { kind, x: per_cent(x), width: per_cent(width) });
            x += width;
        }
    }
    let anchored = |acts: &&Vec<&crate::domain::Directive>| acts.iter().any(|one| one.anchored);
    (sentences.iter().filter(anchored).filter(is_decided).count(), stretches)
}

fn per_cent(millionths: usize) -> String {
    format!("{}.{:02}", millionths / 10_000, millionths / 100 % 100)
}

fn saved(app: &App, desk: &Desk, later: usize, lang: Lang) -> Option<String> {
    let last = desk.entries.iter().filter_map(|entry| entry.directive.reviewed_at).max()?;
    let time = last.and_utc().with_timezone(&app.house().zone).format("%H:%M");
    Some(match later {
        0 => lang.review_saved(time),
        1 => lang.review_saved_later_one(time),
        later => lang.review_saved_later(time, later),
    })
}

/// What stands in the way of one candidate's task, as a link to its field.
fn obstacle(desk: &Desk, fault: &FieldFault, lang: Lang) -> Option<(String, String)> {
    let (id, field, fault) = review::blame(fault)?;
    let entry = desk.entries.iter().find(|entry| entry.directive.id == id)?;
    let name = match field {
        "title" => lang.review_task(),
        "requirement" => lang.review_requirement(),
        "lead_department_id" => lang.review_lead(),
        "supporting_department_ids" => lang.review_supporters(),
        "fan_out_department_ids" => lang.structure_fan_out(),
        "handler_id" => lang.review_handler(),
        "leader_id" => lang.review_leader(),
        "follower_id" => lang.review_follower(),
        "programme_id" => lang.review_programme(),
        "due_on" => lang.review_due(),
        _ => lang.review_cadence(),
    };
    let words: String = entry.directive.title.chars().take(40).collect();
    let label = format!("{} {words}", entry.label);
    let href = format!("/meetings/{}/review?open={id}#{field}", desk.meeting.id);
    Some((href, lang.review_field_at(label, name, lang.fault(fault))))
}
