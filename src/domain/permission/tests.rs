//! Who may do what, case by case.

use super::*;

fn actor(id: i64, role: Role) -> Actor {
    Actor { id: Some(PersonId(id)), name: format!("P{id}"), role, ..Actor::operator() }
}

fn head() -> Actor {
    Actor { holds: [DepartmentId(1)].into(), ..actor(10, Role::Staff) }
}

fn task() -> TaskFacts {
    TaskFacts {
        state: State::InProgress,
        lead: DepartmentId(1),
        supporters: vec![DepartmentId(2)],
        handler: Some(PersonId(11)),
        leader: Some(PersonId(20)),
        urgency: Urgency::Normal,
        confidential: false,
        readers: Vec::new(),
        open_request: None,
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
    case(&stranger, Action::See, &task(), Verdict::Hidden);
    case(&actor(14, Role::Clerk), Action::Acknowledge, &task(), Verdict::Refused);
}

#[test]
fn a_closure_is_decided_by_its_leader_the_office_head_and_for_normal_tasks_the_clerk() {
    let asked =
        TaskFacts { open_request: Some((RequestKind::Closure, Some(PersonId(10)))), ..task() };
    let urgent = TaskFacts { urgency: Urgency::Urgent, ..asked.clone() };

    case(&actor(20, Role::Leader), Action::Decide, &asked, Verdict::Allowed);
    case(&actor(21, Role::Leader), Action::Decide, &asked, Verdict::Refused);
    case(&actor(30, Role::OfficeHead), Action::Decide, &urgent, Verdict::Allowed);
    case(&actor(31, Role::Clerk), Action::Decide, &asked, Verdict::Allowed);
    case(&actor(31, Role::Clerk), Action::Decide, &urgent, Verdict::Refused);
    let strict = DecisionRules { clerk: false };
    assert_eq!(may(&actor(31, Role::Clerk), Action::Decide, &asked, strict), Verdict::Refused);
}

#[test]
fn nobody_decides_their_own() {
    let own =
        TaskFacts { open_request: Some((RequestKind::Closure, Some(PersonId(20)))), ..task() };
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
        open_request: Some((RequestKind::Closure, Some(PersonId(10)))),
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
    let deputy = Actor::new(&person, &tree, [(PersonId(10), "Head".to_owned())].into());

    case(&deputy, Action::Acknowledge, &task(), Verdict::Allowed);
    assert_eq!(deputy.acts_for(DepartmentId(1), None), Some((PersonId(10), "Head")));
}
