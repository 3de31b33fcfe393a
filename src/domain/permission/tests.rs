//! Who may do what, case by case.

use super::*;
use crate::domain::{Principal, Tree};

fn actor(id: i64, role: Role) -> Actor {
    Actor { id: Some(PersonId(id)), name: format!("P{id}"), role, ..Actor::operator() }
}

fn head() -> Actor {
    let departments: std::collections::BTreeSet<_> = [DepartmentId(1)].into();
    Actor { holds: departments.clone(), heads: departments, ..actor(10, Role::Staff) }
}

/// A contact holds the department, and does not head it.
fn contact() -> Actor {
    Actor { holds: [DepartmentId(1)].into(), ..actor(15, Role::Staff) }
}

fn top_leader() -> Actor {
    Actor { top_leader: true, ..actor(22, Role::Leader) }
}

fn ask(kind: RequestKind, by: i64) -> Ask {
    Ask { kind, by: Some(PersonId(by)), far: false, endorsed: false }
}

fn task() -> TaskFacts {
    TaskFacts {
        nature: Nature::Whole,
        state: State::InProgress,
        lead: DepartmentId(1),
        supporters: vec![DepartmentId(2)],
        handler: Some(PersonId(11)),
        leader: Some(PersonId(20)),
        urgency: Urgency::Normal,
        waiting_on: None,
        invited: Vec::new(),
        confidential: false,
        readers: Vec::new(),
        open_request: None,
        drafted: None,
        submission: None,
    }
}

#[track_caller]
fn case(actor: &Actor, action: Action, task: &TaskFacts, expected: Verdict) {
    assert_eq!(may(actor, action, task, DecisionRules::default()), expected);
}

#[test]
fn only_the_lead_acknowledges_a_supporter_reports_a_stranger_sees_nothing() {
    let supporter = Actor { holds: [DepartmentId(2)].into(), ..actor(12, Role::Staff) };
    let stranger = Actor { holds: [DepartmentId(3)].into(), ..actor(13, Role::Staff) };

    case(&head(), Action::Acknowledge, &task(), Verdict::Allowed);
    case(&supporter, Action::Acknowledge, &task(), Verdict::Refused);
    case(&supporter, Action::Report, &task(), Verdict::Allowed);
    case(&supporter, Action::Attach, &task(), Verdict::Allowed);
    case(&actor(11, Role::Staff), Action::Attach, &task(), Verdict::Allowed);
    case(&actor(14, Role::Clerk), Action::Attach, &task(), Verdict::Allowed);
    case(&actor(14, Role::Observer), Action::Attach, &task(), Verdict::Refused);
    case(&stranger, Action::Attach, &task(), Verdict::Hidden);
    case(&stranger, Action::See, &task(), Verdict::Hidden);
    case(&actor(14, Role::Clerk), Action::Acknowledge, &task(), Verdict::Refused);
}

#[test]
fn a_closure_is_decided_by_its_leader_the_office_head_and_for_normal_tasks_the_clerk() {
    let asked = TaskFacts { open_request: Some(ask(RequestKind::Closure, 10)), ..task() };
    let urgent = TaskFacts { urgency: Urgency::Urgent, ..asked.clone() };

    case(&actor(20, Role::Leader), Action::Decide, &asked, Verdict::Allowed);
    case(&actor(21, Role::Leader), Action::Decide, &asked, Verdict::Refused);
    case(&actor(30, Role::OfficeHead), Action::Decide, &urgent, Verdict::Allowed);
    case(&actor(31, Role::Clerk), Action::Decide, &asked, Verdict::Allowed);
    case(&actor(31, Role::Clerk), Action::Decide, &urgent, Verdict::Refused);
    let strict = DecisionRules { clerk: false, ..DecisionRules::default() };
    assert_eq!(may(&actor(31, Role::Clerk), Action::Decide, &asked, strict), Verdict::Refused);
}

#[test]
fn nobody_decides_their_own() {
    let own = TaskFacts { open_request: Some(ask(RequestKind::Closure, 20)), ..task() };
    case(&actor(20, Role::Leader), Action::Decide, &own, Verdict::Refused);
}

#[test]
fn drafts_and_confidential_tasks_are_hidden_from_those_they_do_not_concern() {
    let draft = TaskFacts { state: State::Draft, ..task() };
    let secret = TaskFacts { confidential: true, readers: vec![PersonId(40)], ..task() };

    case(&head(), Action::See, &draft, Verdict::Hidden);
    case(&actor(31, Role::Clerk), Action::See, &draft, Verdict::Allowed);
    case(&actor(21, Role::Leader), Action::See, &secret, Verdict::Hidden);
    case(&actor(20, Role::Leader), Action::See, &secret, Verdict::Allowed);
    case(&actor(40, Role::Observer), Action::See, &secret, Verdict::Allowed);
    case(&head(), Action::See, &secret, Verdict::Allowed);
}

#[test]
fn an_observer_reads_and_does_nothing_else() {
    case(&actor(50, Role::Observer), Action::See, &task(), Verdict::Allowed);
    case(&actor(50, Role::Observer), Action::Urge, &task(), Verdict::Refused);
}

#[test]
fn what_is_offered_is_allowed_and_has_room_in_the_state() {
    let rules = DecisionRules::default();
    let closure = Action::Request(RequestKind::Closure);
    assert!(offered(&head(), closure, &task(), rules));
    assert!(!offered(&head(), Action::Acknowledge, &task(), rules));
    let waiting = TaskFacts {
        state: State::ClosureReview,
        open_request: Some(ask(RequestKind::Closure, 10)),
        ..task()
    };
    assert!(!offered(&head(), closure, &waiting, rules));
    assert!(offered(&head(), Action::Withdraw, &waiting, rules));
}

#[test]
fn a_deputy_acts_for_the_head_and_history_names_both() {
    let person = crate::domain::Person {
        id: PersonId(60),
        name: "Deputy".to_owned(),
        title: None,
        email: None,
        employee_no: None,
        phone: None,
        role: Role::Staff,
        top_leader: false,
        department_id: None,
        locale: None,
        active: true,
    };
    let tree = Tree::new([crate::domain::Department {
        id: DepartmentId(1),
        name: "Academic Affairs".to_owned(),
        name_en: None,
        aliases: Vec::new(),
        parent_id: None,
        head_id: Some(PersonId(10)),
        leader_id: None,
        contact_ids: Vec::new(),
        position: 0,
        active: true,
    }]);
    let deputy =
        Actor::new(&person, &tree, [(PersonId(10), principal("Head", Role::Staff))].into());

    case(&deputy, Action::Acknowledge, &task(), Verdict::Allowed);
    assert_eq!(deputy.acts_for(DepartmentId(1), None, false), Some((PersonId(10), "Head")));
}

fn principal(name: &str, role: Role) -> Principal {
    Principal { name: name.to_owned(), role, top_leader: false }
}

#[test]
fn a_second_extension_goes_on_to_a_top_leader() {
    let rules = DecisionRules { top_leader: true, ..DecisionRules::default() };
    let far = Ask { far: true, ..ask(RequestKind::Extension, 10) };
    let asked = TaskFacts { open_request: Some(far), ..task() };
    let endorsed = TaskFacts { open_request: Some(Ask { endorsed: true, ..far }), ..task() };
    let decides = |actor: &Actor, task: &TaskFacts| {
        may(actor, Action::Decide, task, rules) == Verdict::Allowed
    };

    assert!(decides(&actor(20, Role::Leader), &asked), "those in charge agree first");
    assert!(decides(&top_leader(), &asked), "or a top leader at once");
    assert!(!decides(&actor(20, Role::Leader), &endorsed));
    assert!(!decides(&actor(30, Role::OfficeHead), &endorsed));
    assert!(decides(&top_leader(), &endorsed));
    case(&top_leader(), Action::Decide, &asked, Verdict::Refused);
}

#[test]
fn no_deputy_decides_what_the_one_they_act_for_asked() {
    let deputy = Actor {
        principals: [(PersonId(10), principal("Head", Role::Staff))].into(),
        ..actor(30, Role::OfficeHead)
    };
    let asked = TaskFacts { open_request: Some(ask(RequestKind::Closure, 10)), ..task() };

    case(&deputy, Action::Decide, &asked, Verdict::Refused);
}

#[test]
fn the_clerk_gives_a_first_opinion_and_nobody_else() {
    let asked = TaskFacts { open_request: Some(ask(RequestKind::Extension, 10)), ..task() };

    case(&actor(31, Role::Clerk), Action::Advise, &asked, Verdict::Allowed);
    case(&actor(30, Role::OfficeHead), Action::Advise, &asked, Verdict::Refused);
    case(&head(), Action::Advise, &asked, Verdict::Refused);
    assert!(!offered(&actor(31, Role::Clerk), Action::Advise, &task(), DecisionRules::default()));
}

#[test]
fn the_head_confirms_what_a_contact_or_handler_asks_for_where_so_set() {
    let rules = DecisionRules { head_confirms: true, ..DecisionRules::default() };
    let closure = Action::Request(RequestKind::Closure);
    let handler = actor(11, Role::Staff);
    let drafted = TaskFacts { drafted: Some((RequestKind::Closure, Some(PersonId(11)))), ..task() };

    case(&handler, closure, &task(), Verdict::Refused);
    assert_eq!(may(&handler, closure, &task(), rules), Verdict::Allowed);
    assert!(!offered(&handler, closure, &drafted, rules), "one at a time");
    assert!(offered(&handler, Action::Withdraw, &drafted, rules));
    assert!(offered(&head(), Action::Confirm, &drafted, rules));
    assert!(!offered(&contact(), Action::Confirm, &drafted, rules));
}

#[test]
fn who_issues_who_submits_and_who_signs() {
    let draft = TaskFacts { state: State::Draft, ..task() };
    let strange = TaskFacts { leader: Some(PersonId(21)), ..draft.clone() };
    let secret = TaskFacts { confidential: true, ..strange.clone() };
    let clerk = actor(31, Role::Clerk);
    let office_head = actor(30, Role::OfficeHead);
    let leader = actor(20, Role::Leader);
    let by = |approval| DecisionRules { approval, ..DecisionRules::default() };

    assert!(offered(&clerk, Action::Issue, &draft, by(Approval::None)));
    assert!(!offered(&clerk, Action::Submit, &draft, by(Approval::None)));
    assert_eq!(may(&clerk, Action::Issue, &draft, by(Approval::OfficeHead)), Verdict::Refused);
    assert!(offered(&clerk, Action::Submit, &draft, by(Approval::OfficeHead)));
    assert!(offered(&office_head, Action::Issue, &draft, by(Approval::OfficeHead)));
    assert!(!offered(&office_head, Action::Issue, &draft, by(Approval::Leader)));

    let signs = |actor: &Actor, drafts: &[&TaskFacts], approval| {
        let drafts: Vec<TaskFacts> = drafts.iter().map(|one| (*one).clone()).collect();
        may_sign(actor, &drafts, by(approval))
    };
    assert!(signs(&office_head, &[&draft, &strange], Approval::OfficeHead));
    assert!(!signs(&clerk, &[&draft], Approval::OfficeHead));
    assert!(signs(&leader, &[&draft], Approval::Leader));
    assert!(!signs(&leader, &[&draft, &strange], Approval::Leader), "all of it, or nothing");
    assert!(signs(&top_leader(), &[&draft, &strange], Approval::Leader));
    assert!(!signs(&top_leader(), &[&secret], Approval::Leader), "not theirs to see");
    assert!(!signs(&office_head, &[&draft], Approval::Leader));
}

#[test]
fn the_office_plans_always_and_the_lead_while_it_works() {
    let waiting = TaskFacts { state: State::AwaitingAcknowledgement, ..task() };
    let clerk = actor(31, Role::Clerk);
    case(&clerk, Action::Milestones, &waiting, Verdict::Allowed);
    case(&head(), Action::Milestones, &waiting, Verdict::Refused);
    case(&head(), Action::Milestones, &task(), Verdict::Allowed);
    case(&actor(20, Role::Leader), Action::Milestones, &task(), Verdict::Refused);
    assert!(offered(&head(), Action::Milestones, &task(), DecisionRules::default()));
    assert!(!offered(&head(), Action::Milestones, &waiting, DecisionRules::default()));
    let done = TaskFacts { state: State::Closed, ..task() };
    assert!(!offered(&clerk, Action::Milestones, &done, DecisionRules::default()));
}

#[test]
fn leaders_instruct_on_meetings_and_nobody_of_the_office() {
    assert!(may_instruct(&actor(20, Role::Leader)));
    assert!(!may_instruct(&actor(30, Role::OfficeHead)));
    assert!(!may_instruct(&head()));
}

#[test]
fn a_department_breaks_its_task_down_and_looks_after_its_sub_tasks_itself() {
    let own = TaskFacts { nature: Nature::SubTask, ..task() };
    let handler = actor(11, Role::Staff);
    let supporter = Actor { holds: [DepartmentId(2)].into(), ..actor(12, Role::Staff) };

    for one in [head(), contact()] {
        case(&one, Action::BreakDown, &task(), Verdict::Allowed);
        for action in [Action::Edit, Action::Urge, Action::Cancel, Action::Reopen, Action::Finish] {
            case(&one, action, &own, Verdict::Allowed);
        }
        case(&one, Action::Edit, &task(), Verdict::Refused);
        case(&one, Action::Urge, &task(), Verdict::Refused);
    }
    case(&handler, Action::Finish, &own, Verdict::Allowed);
    case(&handler, Action::Edit, &own, Verdict::Refused);
    for other in [supporter, actor(14, Role::Clerk), actor(20, Role::Leader)] {
        case(&other, Action::BreakDown, &task(), Verdict::Refused);
        case(&other, Action::Finish, &own, Verdict::Refused);
    }
}

#[test]
fn nothing_is_offered_that_a_spread_task_or_a_sub_task_has_no_room_for() {
    let rules = DecisionRules::default();
    let clerk = actor(14, Role::Clerk);
    let spread = TaskFacts { nature: Nature::FanOut, ..task() };
    let own = TaskFacts { nature: Nature::SubTask, ..task() };

    assert!(offered(&clerk, Action::Cancel, &spread, rules));
    assert!(!offered(&clerk, Action::Transfer, &spread, rules));
    assert!(!offered(&head(), Action::Report, &spread, rules));
    assert!(offered(&head(), Action::Report, &own, rules));
    assert!(!offered(&head(), Action::Request(RequestKind::Closure), &own, rules));
    assert!(offered(&head(), Action::BreakDown, &task(), rules));
    let part = TaskFacts { nature: Nature::Part, ..task() };
    assert!(!offered(&head(), Action::BreakDown, &part, rules));
}
