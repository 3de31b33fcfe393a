//! The steps that a task's reader may take, as forms: only what the policy offers.

use super::invitations::{answers, invite};
use super::pieces::{break_down, finish, of_all, own_people};
use super::report_form::report;
use super::seen::Seen;
use crate::domain::{Action, Approval, DepartmentId, RequestKind, Step};
use crate::pages::deed::{Button, Choice, Control, Deed, Field};

/// Everything that can be offered, what is most expected of the reader first.
pub fn deeds(seen: &Seen) -> Vec<Deed> {
    let offer = |action, deed: fn(&Seen) -> Deed| seen.offers(action).then(|| deed(seen));
    // Whoever may do it directly need not ask for it.
    let ask = |direct, kind, deed: fn(&Seen) -> Deed| {
        if seen.offers(direct) { None } else { offer(Action::Request(kind), deed) }
    };
    let all = [
        offer(Action::Confirm, confirm),
        decision(seen),
        offer(Action::Advise, advise),
        offer(Action::Acknowledge, acknowledge),
        offer(Action::Issue, issue),
        offer(Action::Submit, submit),
        offer(Action::Report, report),
        offer(Action::Finish, finish),
        offer(Action::Request(RequestKind::Closure), closure),
        may_be_extended(seen).then(|| extension(seen)),
        offer(Action::Request(RequestKind::InterimClosure), interim),
        (seen.offers(Action::Question) && seen.sheet.last_report().is_some())
            .then(|| question(seen)),
        offer(Action::Instruct, instruct),
        offer(Action::Urge, urge),
        offer(Action::Resume, resume),
        offer(Action::Reopen, reopen),
        offer(Action::Attach, attach),
        offer(Action::BreakDown, break_down),
        offer(Action::Delegate, delegate),
        offer(Action::Invite, invite),
        offer(Action::Return, give_back),
        offer(Action::Recall, recall),
        offer(Action::Withdraw, withdraw),
        ask(Action::Suspend, RequestKind::Suspension, suspension),
        ask(Action::Cancel, RequestKind::Cancellation, cancellation),
        offer(Action::Transfer, transfer),
        offer(Action::Suspend, suspend),
        offer(Action::Cancel, cancel),
    ];
    answers(seen).into_iter().chain(all.into_iter().flatten()).collect()
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
        .text(of_all(seen, lang.structure_issue_all(), lang.task_issue_text()))
        .button(Button::new("seal", lang.task_issue_button()))
}

fn submit(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let text = match seen.rules.approval {
        Approval::Leader => lang.task_submit_leader(),
        Approval::None | Approval::OfficeHead => lang.task_submit_office_head(),
    };
    step(seen, "submit", lang.task_submit())
        .text(text)
        .field(Field::new("note", lang.submission_note(), Control::Text(2)))
        .button(Button::new("primary", lang.task_submit()))
}

fn recall(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "recall", lang.task_recall())
        .text(of_all(seen, lang.structure_recall_all(), lang.task_recall_text()))
        .field(reason(seen))
        .button(Button::new("", lang.task_recall_button()))
}

/// 签收, with the answer whether the date can be met.
pub fn acknowledge(seen: &Seen) -> Deed {
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
    let mut deed = step(seen, "closure", lang.task_closure()).field(Field::new(
        "result",
        lang.task_result(),
        Control::Text(3),
    ));
    if seen.it().evidence_required {
        let evidence = Field::new("evidence", lang.task_evidence(), Control::Text(2));
        deed = deed.field(evidence.hint(lang.task_evidence_or_file()));
    }
    let left = seen.pieces.open();
    if left > 0 {
        let tick = Field::new("ends_sub_tasks", lang.structure_ends(left), Control::Tick);
        deed = deed.field(tick);
    }
    deed.field(seen.files_field())
        .hint(lang.task_clock_hint())
        .button(Button::new("", lang.task_closure()))
}

/// 阶段性办结: the stage is done, the task goes on to the next.
fn interim(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let mut deed = step(seen, "interim", lang.task_interim())
        .text(lang.task_interim_text())
        .field(Field::new("result", lang.task_interim_result(), Control::Text(3)));
    if !seen.it().long_term {
        let date = Field::new("new_due_on", lang.task_interim_due(), Control::Date);
        deed = deed.field(date.hint(lang.task_interim_due_hint()));
    }
    deed.field(seen.files_field())
        .hint(lang.task_clock_hint())
        .button(Button::new("", lang.task_interim()))
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
        .field(
            Field::new("percent", lang.task_done_percent(), Control::Percent)
                .value(seen.it().percent),
        )
        .field(seen.files_field())
        .button(Button::new("", lang.task_send_request()))
}

fn attach(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "attach", lang.task_attach())
        .text(lang.task_attach_text())
        .field(seen.files_field())
        .button(Button::new("", lang.task_attach_button()))
}

fn suspension(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "suspension", lang.task_suspension())
        .field(reason(seen))
        .field(seen.files_field())
        .button(Button::new("", lang.task_suspension_button()))
}

fn cancellation(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "cancellation", lang.task_cancellation())
        .field(reason(seen))
        .field(seen.files_field())
        .button(Button::new("", lang.task_cancellation_button()))
}

/// A request that a contact or handler wrote down, before the head.
pub fn confirm(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let mut deed = step(seen, "confirm", lang.task_confirm());
    if let Some(request) = &seen.sight.drafted {
        let path = |verb: &str| format!("/requests/{}/{verb}", request.id);
        let kind = lang.request_kind(request.kind);
        let words = request.result.as_deref().unwrap_or(&request.reason);
        deed = deed.text(match request.new_due_on {
            Some(day) => {
                let name = &request.requested_by_name;
                lang.task_confirm_text_date(name, kind, seen.day(day), words)
            }
            None => lang.task_confirm_text(&request.requested_by_name, kind, words),
        });
        deed.path = path("confirm");
        let discard = Button::new("", lang.task_confirm_discard()).to(path("withdraw"));
        return deed.button(Button::new("primary", lang.task_confirm_button())).button(discard);
    }
    deed
}

/// 初审 on the open request.
pub fn advise(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let request = seen.sight.request.as_ref();
    let agrees = request.and_then(|request| request.opinion_agrees);
    let answers = vec![
        Choice::new("yes", lang.task_advise_yes()).when(agrees.unwrap_or(true)),
        Choice::new("no", lang.task_advise_no()).when(agrees == Some(false)),
    ];
    let words = request.and_then(|request| request.opinion.clone()).unwrap_or_default();
    let mut deed = step(seen, "opinion", lang.task_advise());
    if let Some(request) = request {
        deed.path = format!("/requests/{}/opinion", request.id);
    }
    let remark = Field::new("opinion", lang.task_remark(), Control::Text(2)).value(words);
    deed.text(lang.task_advise_text())
        .field(Field::new("agrees", lang.task_advise_question(), Control::Radios(answers)))
        .field(remark.hint(lang.task_remark_hint()))
        .button(Button::new("", lang.task_advise_button()))
}

/// Taking one's own request back.
pub fn withdraw(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let mut deed = step(seen, "withdraw", lang.task_withdraw());
    if let Some(request) = seen.sight.request.as_ref().or(seen.sight.drafted.as_ref()) {
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
    let extension = request.kind == RequestKind::Extension;
    let stage = request.kind == RequestKind::InterimClosure && !seen.it().long_term;
    let wished = request.proposed_due_on().filter(|_| extension);
    if extension || stage {
        let label = if stage { lang.task_interim_due() } else { lang.task_new_due() };
        let date = Field::new("new_due_on", label, Control::Date);
        let date = request.proposed_due_on().map_or(date.clone(), |day| date.value(day));
        let hint = if stage { lang.task_new_due_hint() } else { lang.task_in_part_hint() };
        deed = deed.field(date.hint(hint));
    }
    let above = seen.actor.stands_above();
    let further = seen.rules.needs_top_leader(
        request.kind,
        seen.it().extensions,
        seen.it().due_on,
        request.proposed_due_on(),
    );
    if further && !above {
        deed = deed.hint(lang.task_further());
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
        .text(of_all(seen, lang.structure_urge_all(), lang.task_urge_text()))
        .field(Field::new("note", lang.task_note(), Control::Text(2)))
        .button(Button::new("urge", lang.task_urge()))
}

fn question(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "question", lang.task_question())
        .text(lang.task_question_text())
        .field(Field::new("text", lang.task_question_field(), Control::Text(3)))
        .button(Button::new("", lang.task_question_button()))
}

fn instruct(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "instruct", lang.task_instruct())
        .text(of_all(seen, lang.structure_instruct_all(), ""))
        .field(Field::new("text", lang.task_instruction(), Control::Text(3)))
        .field(
            Field::new("answer_by", lang.instruction_answer_by(), Control::Date)
                .hint(lang.instruction_answer_by_hint()),
        )
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
        .text(of_all(seen, lang.structure_cancel_all(), lang.task_cancel_text()))
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
    let people = own_people(seen, seen.it().handler_id);
    step(seen, "delegate", lang.task_delegate())
        .field(Field::new("handler_id", lang.task_handler(), people))
        .button(Button::new("", lang.task_delegate_button()))
}
