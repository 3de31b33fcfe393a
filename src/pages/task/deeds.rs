//! The steps that a task's reader may take, as forms: only what the policy offers.

use super::report_form::report;
use super::seen::Seen;
use crate::domain::{Action, DepartmentId, RequestKind, Step};
use crate::pages::deed::{Button, Choice, Control, Deed, Field};

/// Everything that can be offered, what is most expected of the reader first.
pub fn deeds(seen: &Seen) -> Vec<Deed> {
    let offer = |action, deed: fn(&Seen) -> Deed| seen.offers(action).then(|| deed(seen));
    // Whoever may do it directly need not ask for it.
    let ask = |direct, kind, deed: fn(&Seen) -> Deed| {
        if seen.offers(direct) { None } else { offer(Action::Request(kind), deed) }
    };
    let all = [
        decision(seen),
        offer(Action::Acknowledge, acknowledge),
        offer(Action::Issue, issue),
        offer(Action::Report, report),
        offer(Action::Request(RequestKind::Closure), closure),
        may_be_extended(seen).then(|| extension(seen)),
        offer(Action::Instruct, instruct),
        offer(Action::Urge, urge),
        offer(Action::Resume, resume),
        offer(Action::Reopen, reopen),
        offer(Action::Delegate, delegate),
        offer(Action::Return, give_back),
        offer(Action::Recall, recall),
        offer(Action::Withdraw, withdraw),
        ask(Action::Suspend, RequestKind::Suspension, suspension),
        ask(Action::Cancel, RequestKind::Cancellation, cancellation),
        offer(Action::Transfer, transfer),
        offer(Action::Suspend, suspend),
        offer(Action::Cancel, cancel),
    ];
    all.into_iter().flatten().collect()
}

/// A deed on this task, with what its form carries unseen.
pub fn step(seen: &Seen, verb: &str, title: &str) -> Deed {
    let task = seen.it();
    let deed = Deed::new(verb, format!("/tasks/{}/{verb}", task.id), title);
    Deed { version: task.version, seen: task.seq, ..deed }
}

fn reason(seen: &Seen) -> Field {
    Field::new("reason", seen.lang.task_reason(), Control::Text(2))
}

fn issue(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "issue", lang.task_issue())
        .text(lang.task_issue_text())
        .button(Button::new("seal", lang.task_issue_button()))
}

fn recall(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "recall", lang.task_recall())
        .text(lang.task_recall_text())
        .field(reason(seen))
        .button(Button::new("", lang.task_recall_button()))
}

fn acknowledge(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let title = lang.task_acknowledge();
    let mut deed = step(seen, "acknowledge", title).text(lang.task_acknowledge_text());
    if seen.it().due_on.is_some() {
        let answers = vec![
            Choice::new("yes", lang.task_can_meet_yes()).when(true),
            Choice::new("no", lang.task_can_meet_no()),
        ];
        deed = deed
            .field(Field::new("can_meet_date", lang.task_can_meet(), Control::Radios(answers)))
            .field(
                Field::new("proposed_due_on", lang.task_proposed_due(), Control::Date)
                    .hint(lang.task_proposed_hint()),
            )
            .field(Field::new("reason", lang.task_proposed_reason(), Control::Text(2)));
    }
    deed.button(Button::new("primary", lang.step(Step::Acknowledge)))
}

fn give_back(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "return", lang.task_return())
        .text(lang.task_return_text())
        .field(reason(seen))
        .button(Button::new("", lang.task_return_button()))
}

fn closure(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let result = Field::new("result", lang.task_result(), Control::Text(3));
    let evidence = seen.it().evidence_required;
    let result = if evidence { result.hint(lang.task_evidence_hint()) } else { result };
    step(seen, "closure", lang.task_closure())
        .field(result)
        .hint(lang.task_clock_hint())
        .button(Button::new("", lang.task_closure()))
}

/// Whether the reader may ask for more time: there must be a date to be moved.
pub fn may_be_extended(seen: &Seen) -> bool {
    seen.it().due_on.is_some() && seen.offers(Action::Request(RequestKind::Extension))
}

/// The request for an extension; it has a page of its own too.
pub fn extension(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let late = seen.it().due_on.is_some_and(|due| due < seen.today);
    let text = if late { lang.task_extension_late() } else { lang.task_extension_text() };
    let date = Field::new("new_due_on", lang.task_new_due(), Control::Date);
    step(seen, "extension", lang.task_extension())
        .text(text)
        .field(date.hint(lang.task_new_due_hint()))
        .field(reason(seen).hint(lang.task_extension_reason_hint()))
        .button(Button::new("", lang.task_send_request()))
}

fn suspension(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "suspension", lang.task_suspension())
        .field(reason(seen))
        .button(Button::new("", lang.task_suspension_button()))
}

fn cancellation(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "cancellation", lang.task_cancellation())
        .field(reason(seen))
        .button(Button::new("", lang.task_cancellation_button()))
}

/// Taking one's own request back.
pub fn withdraw(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let mut deed = step(seen, "withdraw", lang.task_withdraw());
    if let Some(request) = &seen.sight.request {
        deed.path = format!("/requests/{}/withdraw", request.id);
    }
    deed.button(Button::new("", lang.task_withdraw_button()))
}

/// The decision on the open request, where it is the reader's.
pub fn decision(seen: &Seen) -> Option<Deed> {
    let lang = seen.lang;
    let request = seen.sight.request.as_ref().filter(|_| seen.offers(Action::Decide))?;
    let closure = request.kind == RequestKind::Closure;
    let asked_on = seen.day(request.requested_on);
    let path = |verb: &str| format!("/requests/{}/{verb}", request.id);
    let (title, text) = if closure {
        (lang.task_decide_closure(), lang.task_decide_closure_text(asked_on))
    } else {
        (lang.task_decide(), lang.task_decide_text(lang.request_kind(request.kind), asked_on))
    };
    let mut deed = step(seen, "decide", title).text(text);
    deed.path = path("approve");
    let wished = request.new_due_on.filter(|_| request.kind == RequestKind::Extension);
    if let Some(wished) = wished {
        let date = Field::new("new_due_on", lang.task_new_due(), Control::Date).value(wished);
        deed = deed.field(date.hint(lang.task_in_part_hint()));
    }
    let (yes, no) = if closure {
        (lang.task_close().to_owned(), lang.task_send_back())
    } else {
        let until = wished.map(|day| lang.task_agree_until(seen.day(day)));
        (until.unwrap_or_else(|| lang.task_agree().to_owned()), lang.task_disagree())
    };
    let remark = Field::new("comment", lang.task_remark(), Control::Text(3));
    let deed = deed
        .field(remark.hint(lang.task_remark_hint()))
        .button(Button::new("seal", yes))
        .button(Button::new("", no).to(path("reject")));
    Some(deed)
}

fn urge(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "urge", lang.task_urge())
        .text(lang.task_urge_text())
        .field(Field::new("note", lang.task_note(), Control::Text(2)))
        .button(Button::new("urge", lang.task_urge()))
}

fn instruct(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "instruct", lang.task_instruct())
        .field(Field::new("text", lang.task_instruction(), Control::Text(3)))
        .button(Button::new("seal", lang.task_instruct_button()))
}

fn suspend(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "suspend", lang.task_suspend())
        .text(lang.task_suspend_text())
        .field(reason(seen))
        .button(Button::new("", lang.step(Step::Suspend)))
}

fn resume(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let date = Field::new("new_due_on", lang.task_new_due(), Control::Date);
    step(seen, "resume", lang.task_resume())
        .field(date.hint(lang.task_resume_hint()))
        .button(Button::new("primary", lang.step(Step::Resume)))
}

fn cancel(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "cancel", lang.task_cancel())
        .text(lang.task_cancel_text())
        .field(reason(seen))
        .button(Button::new("", lang.task_cancel_button()))
}

/// All departments in use but `but`, after a first choice that is none of them.
pub fn departments(seen: &Seen, but: DepartmentId, none: &str) -> Control {
    let mut all = vec![Choice::new("", none).when(true)];
    let others = seen.sight.tree.iter().filter(|one| one.active && one.id != but);
    all.extend(others.map(|one| Choice::new(one.id, one.name.as_str())));
    Control::Choice(all)
}

fn transfer(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let others = departments(seen, seen.it().lead_id, lang.task_choose());
    step(seen, "transfer", lang.task_transfer())
        .text(lang.task_transfer_text())
        .field(Field::new("department_id", lang.task_new_lead(), others))
        .field(reason(seen))
        .button(Button::new("", lang.step(Step::Transfer)))
}

fn reopen(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let date = Field::new("due_on", lang.task_new_due(), Control::Date);
    step(seen, "reopen", lang.task_reopen())
        .text(lang.task_reopen_text())
        .field(date.hint(lang.task_new_due_hint()))
        .field(reason(seen))
        .button(Button::new("seal", lang.step(Step::Reopen)))
}

fn delegate(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let handler = seen.it().handler_id;
    let within = seen.sight.tree.subtree(seen.it().lead_id);
    let mut people = vec![Choice::new("", lang.task_nobody()).when(handler.is_none())];
    let own = seen.sheet.people.values().filter(|person| {
        let there = person.department_id.is_some_and(|id| within.contains(&id));
        person.active && there || Some(person.id) == handler
    });
    people.extend(own.map(|person| {
        Choice::new(person.id, person.name.as_str()).when(Some(person.id) == handler)
    }));
    step(seen, "delegate", lang.task_delegate())
        .field(Field::new("handler_id", lang.task_handler(), Control::Choice(people)))
        .button(Button::new("", lang.task_delegate_button()))
}
