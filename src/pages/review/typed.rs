//! The review's form as it was sent: choices, the candidate in hand, and what is to be done.

use std::collections::BTreeMap;

use super::picked::Picked;
use crate::domain::{
    Cadence, DepartmentId, Directive, DirectiveId, Disposition, Named, Pick, Preparation, Urgency,
};
use crate::http::Posted;
use crate::pages::free_day;

/// What to do beside saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Only save, and stay.
    Save,
    /// Decide about the candidate in hand and go to the next.
    Decide(Disposition),
    /// Take another candidate in hand.
    Open(DirectiveId),
    /// Part it at these places, at those of its acts where none are given.
    Split(Vec<usize>),
    /// Let it grow over its neighbour; show the choice where none is named.
    Merge(Option<DirectiveId>),
    /// A candidate from a passage: its words, and near which place they stand.
    Add(String, usize),
    /// Take back the last act.
    Undo,
    /// Decide about all that are picked.
    DecideSeveral(Disposition),
    /// Show what giving several the same would do.
    Preview,
    /// Give it to them.
    Give,
    /// Make tasks of all that is accepted, and issue them where asked.
    Create { issue: bool },
    /// Go back to the meeting.
    Leave,
}

/// A choice among accept, decline and later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// What is chosen now.
    pub now: Disposition,
    /// What was shown.
    pub was: Disposition,
    /// The version that was shown.
    pub version: i64,
}

/// The candidate in hand as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InHand {
    /// Which one.
    pub id: DirectiveId,
    /// The version that was shown.
    pub version: i64,
    /// Its name.
    pub title: String,
    /// The task being prepared; its due date only as typed.
    pub preparation: Preparation,
}

/// The whole form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The choices, by candidate.
    pub choices: BTreeMap<DirectiveId, Choice>,
    /// The candidate in hand, where there is one.
    pub in_hand: Option<InHand>,
    /// The candidates picked, and what they are to be given.
    pub picked: Picked,
    /// What to do.
    pub command: Command,
    /// Which candidates are shown.
    pub show: String,
}

impl Typed {
    /// Reads the form. What makes no sense is as good as not sent.
    pub fn read(posted: &Posted) -> Self {
        let mut choices = BTreeMap::new();
        for (name, value) in posted.fields() {
            let Some(id) = name.strip_prefix('d').and_then(|id| id.parse::<i64>().ok()) else {
                continue;
            };
            let now = Disposition::from_word(value);
            let was = Disposition::from_word(posted.text(&format!("was{id}")));
            let version = posted.text(&format!("v{id}")).parse();
            if let (Ok(now), Ok(was), Ok(version)) = (now, was, version) {
                choices.insert(DirectiveId(id), Choice { now, was, version });
            }
        }
        let in_hand = posted.text("on").parse().ok().map(|id| InHand {
            id,
            version: posted.text("version").parse().unwrap_or_default(),
            title: posted.text("title").to_owned(),
            preparation: preparation(posted),
        });
        let show = posted.text("show").to_owned();
        Self { choices, in_hand, picked: Picked::read(posted), command: command(posted), show }
    }
}

fn command(posted: &Posted) -> Command {
    if let Ok(id) = posted.text("open").parse() {
        return Command::Open(id);
    }
    // A mark inside the passage, at which to part it.
    if let Ok(at) = posted.text("cut_at").parse() {
        return Command::Split(vec![at]);
    }
    // Only creating asks about free days.
    if free_day::carried(posted).is_some() {
        return Command::Create { issue: posted.ticked("issue") };
    }
    match posted.text("act") {
        "accept" => Command::Decide(Disposition::Accepted),
        "decline" => Command::Decide(Disposition::Declined),
        "later" => Command::Decide(Disposition::Pending),
        "split" => Command::Split(posted.all("cut").filter_map(|at| at.parse().ok()).collect()),
        "merge" => Command::Merge(posted.text("with").parse().ok()),
        "add" => Command::Add(
            posted.text("passage").to_owned(),
            posted.text("near").parse().unwrap_or_default(),
        ),
        "undo" => Command::Undo,
        "accept_several" => Command::DecideSeveral(Disposition::Accepted),
        "decline_several" => Command::DecideSeveral(Disposition::Declined),
        "later_several" => Command::DecideSeveral(Disposition::Pending),
        "preview" => Command::Preview,
        "give" => Command::Give,
        "create" => Command::Create { issue: posted.ticked("issue") },
        "leave" => Command::Leave,
        _ => Command::Save,
    }
}

fn preparation(posted: &Posted) -> Preparation {
    let dropped = posted.text("drop");
    let added = posted.text("add_supporter");
    let chosen = posted.all("supporting_department_ids").filter(|id| *id != dropped);
    // All of a group at once.
    let members = posted.text("add_members").split(',');
    let mut lead = posted.text("lead_department_id").parse().ok();
    let mut supporters: Vec<DepartmentId> = Vec::new();
    let mut picks = Vec::new();
    for (pick, leads) in picked(posted) {
        if leads && lead.is_none() {
            lead = Some(pick.department_id);
        } else {
            supporters.push(pick.department_id);
        }
        picks.push(pick);
    }
    let named = chosen.chain(std::iter::once(added)).chain(members);
    supporters.extend(named.filter_map(|id| id.parse::<DepartmentId>().ok()));
    let mut seen = Vec::new();
    supporters.retain(|id| {
        let first = Some(*id) != lead && !seen.contains(id);
        seen.push(*id);
        first
    });
    picks.extend(picked_before(posted));
    picks.retain(|pick| {
        lead == Some(pick.department_id) || supporters.contains(&pick.department_id)
    });
    Preparation {
        requirement: posted.text("requirement").replace("\r\n", "\n"),
        lead,
        supporters,
        fan_out: spread(posted),
        handler: posted.text("handler_id").parse().ok(),
        due: posted.text("due_on").trim().to_owned(),
        due_on: None,
        long_term: posted.ticked("long_term"),
        cadence: Cadence::from_word(posted.text("cadence")).unwrap_or(Cadence::Monthly),
        urgency: Urgency::from_word(posted.text("urgency")).unwrap_or(Urgency::Normal),
        leader: posted.text("leader_id").parse().ok(),
        follower: posted.text("follower_id").parse().ok(),
        programme: posted.text("programme_id").parse().ok(),
        evidence_required: posted.ticked("evidence_required"),
        picks,
    }
}

/// The departments that each get a part: those chosen before, and all of a group where its button
/// was pressed.
fn spread(posted: &Posted) -> Vec<DepartmentId> {
    let dropped = posted.text("drop_part");
    if dropped == "all" {
        return Vec::new();
    }
    let chosen = posted.all("fan_out_department_ids").filter(|id| *id != dropped);
    let added = posted.text("add_parts").split(',');
    let mut spread: Vec<DepartmentId> = Vec::new();
    for id in chosen.chain(added).filter_map(|id| id.parse().ok()) {
        if !spread.contains(&id) {
            spread.push(id);
        }
    }
    spread
}

/// What names of the minutes are said to stand for just now, and whether they lead there.
fn picked(posted: &Posted) -> Vec<(Pick, bool)> {
    let picked = |(name, value): (&str, &str)| {
        let at = name.strip_prefix("pick")?;
        let text = posted.text(&format!("said{at}")).to_owned();
        let pick = Pick { text, department_id: value.parse().ok()? };
        Some((pick, posted.text(&format!("share{at}")) == "lead"))
    };
    posted.fields().filter_map(picked).filter(|(pick, _)| !pick.text.is_empty()).collect()
}

/// What was said of names before.
fn picked_before(posted: &Posted) -> impl Iterator<Item = Pick> {
    posted.all("picked").filter_map(|picked| {
        let (id, text) = picked.split_once(' ')?;
        Some(Pick { text: text.to_owned(), department_id: id.parse().ok()? })
    })
}

impl InHand {
    /// Whether it says anything that `directive` does not say.
    pub fn differs_from(&self, directive: &Directive) -> bool {
        let prepared = directive.prepared();
        let typed = Preparation { due_on: prepared.due_on, ..self.preparation.clone() };
        self.title.trim() != directive.title || typed != prepared
    }
}
