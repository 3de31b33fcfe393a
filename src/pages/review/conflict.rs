//! Two clerks on one candidate: what the other changed is taken over where the reader changed
//! nothing, and said; the reader's own words stay.

use super::desk::Desk;
use super::typed::InHand;
use crate::domain::{Directive, Preparation};
use crate::i18n::Lang;
use crate::persistence::{self, Conn, review_acts};

impl InHand {
    /// What the reader saw before typing, where that is still known.
    pub fn base(
        &self,
        conn: &mut Conn,
        now: &Directive,
    ) -> Result<Option<Directive>, persistence::Error> {
        let seen = review_acts::seen_at(conn, now.meeting_id, self.id, self.version)?;
        Ok(seen)
    }

    /// What was typed over `base`, with what `now` has in the fields that were not touched.
    pub fn merged(&self, base: &Directive, now: &Directive) -> Self {
        fn pick<T: PartialEq + Clone>(typed: &T, base: &T, now: &T) -> T {
            if typed == base { now.clone() } else { typed.clone() }
        }
        let (typed, base_p, now_p) = (&self.preparation, base.prepared(), now.prepared());
        Self {
            id: self.id,
            version: now.version,
            title: pick(&self.title, &base.title, &now.title),
            preparation: Preparation {
                requirement: pick(&typed.requirement, &base_p.requirement, &now_p.requirement),
                lead: pick(&typed.lead, &base_p.lead, &now_p.lead),
                supporters: pick(&typed.supporters, &base_p.supporters, &now_p.supporters),
                fan_out: pick(&typed.fan_out, &base_p.fan_out, &now_p.fan_out),
                handler: pick(&typed.handler, &base_p.handler, &now_p.handler),
                due: pick(&typed.due, &base_p.due, &now_p.due),
                due_on: None,
                long_term: pick(&typed.long_term, &base_p.long_term, &now_p.long_term),
                cadence: pick(&typed.cadence, &base_p.cadence, &now_p.cadence),
                urgency: pick(&typed.urgency, &base_p.urgency, &now_p.urgency),
                leader: pick(&typed.leader, &base_p.leader, &now_p.leader),
                follower: pick(&typed.follower, &base_p.follower, &now_p.follower),
                programme: pick(&typed.programme, &base_p.programme, &now_p.programme),
                evidence_required: pick(
                    &typed.evidence_required,
                    &base_p.evidence_required,
                    &now_p.evidence_required,
                ),
                picks: pick(&typed.picks, &base_p.picks, &now_p.picks),
            },
        }
    }
}

/// What `now` says otherwise than `base`, field by field.
pub fn changed(desk: &Desk, lang: Lang, base: &Directive, now: &Directive) -> Vec<String> {
    let (before, after) = (base.prepared(), now.prepared());
    let tree = &desk.tree;
    let nobody = || lang.review_nobody().to_owned();
    let person = |id: Option<crate::domain::PersonId>| id.map_or_else(nobody, |id| desk.named(id));
    let mut said = Vec::new();
    let mut say = |differs: bool, field: &str, value: String| {
        if differs {
            said.push(lang.review_field_now(field, value));
        }
    };
    say(base.title != now.title, lang.review_task(), now.title.clone());
    say(
        before.requirement != after.requirement,
        lang.review_requirement(),
        after.requirement.clone(),
    );
    let lead = after.lead.map_or_else(nobody, |id| tree.name(id).to_owned());
    say(before.lead != after.lead, lang.review_lead(), lead);
    let supporters: Vec<&str> = after.supporters.iter().map(|id| tree.name(*id)).collect();
    say(
        before.supporters != after.supporters,
        lang.review_supporters(),
        supporters.join(lang.review_comma()),
    );
    say(before.handler != after.handler, lang.review_handler(), person(after.handler));
    say(before.due != after.due, lang.review_due(), after.due.clone());
    let cadence = lang.cadence(after.cadence).to_owned();
    say(before.cadence != after.cadence, lang.review_cadence(), cadence);
    let urgency = lang.urgency(after.urgency).to_owned();
    say(before.urgency != after.urgency, lang.review_urgency(), urgency);
    say(before.leader != after.leader, lang.review_leader(), person(after.leader));
    say(before.follower != after.follower, lang.review_follower(), person(after.follower));
    let programme = desk.programmes.iter().find(|one| Some(one.id) == after.programme);
    let programme = programme.map_or(lang.review_no_programme(), |one| one.name.as_str());
    say(before.programme != after.programme, lang.review_programme(), programme.to_owned());
    let decided = lang.disposition(now.disposition).to_owned();
    say(base.disposition != now.disposition, lang.review_decision(), decided);
    said
}
