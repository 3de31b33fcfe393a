//! The ladder of reminders is changed: by who runs the office, with a line in the log for every
//! rung that is other than before.

use super::Error;
use super::correspondence;
use crate::app::Act;
use crate::domain::{
    Fault, Faults, HouseChange, LONGEST_STEP, Ladder, Named as _, ReminderKind, Rules, Rung,
    Urgency,
};
use crate::persistence::{house_changes, ladder};

/// Puts `rung` into the ladder for `urgency`, in place of the one of its kind and step; one that
/// tells nobody is taken away.
pub fn put(act: &mut Act<'_>, urgency: Urgency, rung: Rung) -> Result<Rules, Error> {
    let mut rules = correspondence::rules(act.conn, act.app)?;
    rules.ladder_mut(urgency).put(rung);
    change(act, rules)
}

/// Decides the whole ladder.
pub fn change(act: &mut Act<'_>, mut rules: Rules) -> Result<Rules, Error> {
    if !act.actor.runs_office() {
        return Err(Error::Forbidden);
    }
    for urgency in Urgency::ALL {
        rules.ladder_mut(*urgency).sort();
        check(rules.ladder(*urgency))?;
    }
    let old = correspondence::rules(act.conn, act.app)?;
    for change in differences(&old, &rules) {
        house_changes::append(act.conn, &change, &act.actor, act.now)?;
    }
    ladder::write(act.conn, &rules)?;
    Ok(rules)
}

/// Whether every rung can be climbed.
pub fn check(ladder: &Ladder) -> Result<(), Error> {
    let mut faults = Faults::default();
    for (nth, rung) in ladder.rungs.iter().enumerate() {
        let least = i32::from(!rung.kind.comes());
        if !(least..=LONGEST_STEP).contains(&rung.step) {
            let (least, most) = (least.into(), LONGEST_STEP.into());
            faults.add("step", Fault::NotInRange { least, most });
        }
        let same = |one: &Rung| (one.kind, one.step) == (rung.kind, rung.step);
        if ladder.rungs[..nth].iter().any(same) {
            faults.add("step", Fault::Taken(rung.step.to_string()));
        }
    }
    Ok(faults.finish()?)
}

/// What is other in `new`, rung by rung.
fn differences(old: &Rules, new: &Rules) -> Vec<HouseChange> {
    let mut changes = Vec::new();
    for urgency in Urgency::ALL.iter().copied() {
        let (before, after) = (old.ladder(urgency), new.ladder(urgency));
        let find = |ladder: &Ladder, kind: ReminderKind, step| {
            ladder.of(kind).find(|rung| rung.step == step).cloned()
        };
        for rung in &before.rungs {
            let new = find(after, rung.kind, rung.step);
            if new.as_ref() != Some(rung) {
                changes.push(HouseChange::Rung { urgency, old: Some(rung.clone()), new });
            }
        }
        for rung in &after.rungs {
            if find(before, rung.kind, rung.step).is_none() {
                changes.push(HouseChange::Rung { urgency, old: None, new: Some(rung.clone()) });
            }
        }
        if before.weekly != after.weekly {
            let (old, new) = (before.weekly.clone(), after.weekly.clone());
            changes.push(HouseChange::Weekly { urgency, old, new });
        }
    }
    if old.top_leaders != new.top_leaders {
        changes.push(HouseChange::TopLeaders { on: new.top_leaders });
    }
    changes
}
