//! What the house of `rich.rs` has planned: milestones, sub-tasks, a day in the calendar, an
//! urging notice on the desk, a robot in a group; and its circulars.

use std::collections::BTreeMap;

use duban::app::Act;
use duban::domain::{
    CalendarEntry, CircularPeriod, DayKind, DepartmentId, PersonId, RobotKind, TaskId,
};
use duban::persistence::urging_notices;
use duban::services::circulars::{NewCircular, create as create_circular, sign};
use duban::services::directory::{RobotInput, add_robot};
use duban::services::tasks::{NewTask, create};
use duban::services::{Error, milestones, working_calendar};

use crate::rich::{Ids, by};

/// Plans for the tasks that `ids` names, and puts what there is now beside them.
pub fn plan(
    act: &mut Act<'_>,
    people: &BTreeMap<&'static str, PersonId>,
    ids: &mut Ids,
) -> Result<(), Error> {
    let due_on = "2026-03-20".parse().ok();
    for kind in ["open", "draft", "secret"] {
        let task = TaskId(ids[&("task", kind)]);
        let first = milestones::add(act, task, None, "The first half", due_on, None)?;
        ids.insert(("milestone", kind), first.id.0);
        if kind == "draft" {
            continue;
        }
        let part = NewTask {
            title: format!("A part, {kind}"),
            handler_id: Some(people["handler"]),
            parent_id: Some(task),
            sub_task: Some(true),
            due_on,
            ..NewTask::default()
        };
        let part = by(act, people["head"], |act| create(act, part))?;
        ids.insert(("part", kind), part.id.0);
    }
    let day = "2026-10-01".parse().unwrap();
    let name = "National Day".to_owned();
    let day =
        CalendarEntry { id: 0, kind: DayKind::Holiday, name, from: day, to: day, source: None };
    ids.insert(("day", "open"), working_calendar::add(act, day)?.id);
    let late = TaskId(ids[&("late", "open")]);
    let (due_on, reply_by) = ("2026-03-06".parse().unwrap(), "2026-03-16".parse().unwrap());
    urging_notices::draft(act.conn, late, due_on, act.today, reply_by)?;
    let notice = urging_notices::waiting_of(act.conn, late)?;
    ids.extend(notice.map(|one| (("notice", "open"), one.id)));
    let group = RobotInput {
        kind: RobotKind::Slack,
        name: "Our group".to_owned(),
        url: "https://hooks.slack.com/services/T0/B0/of-the-tests".to_owned(),
        secret: None,
    };
    let department = DepartmentId(ids[&("department", "open")]);
    ids.insert(("robot", "open"), add_robot(act, department, &group)?.id.0);
    Ok(())
}

/// A circular that is being written, and one that is signed.
pub fn circulars(
    act: &mut Act<'_>,
    people: &BTreeMap<&'static str, PersonId>,
    ids: &mut Ids,
) -> Result<(), Error> {
    let new = NewCircular {
        period: CircularPeriod::Month,
        from: Some(act.today),
        to: None,
        body_id: None,
        programme_id: None,
        lang: None,
    };
    let draft = by(act, people["clerk"], |act| create_circular(act, &new))?;
    ids.insert(("circular", "open"), draft.id.0);
    let fast = by(act, people["clerk"], |act| create_circular(act, &new))?;
    by(act, people["office"], |act| sign(act, fast.id, fast.version))?;
    ids.insert(("fast", "open"), fast.id.0);
    Ok(())
}
