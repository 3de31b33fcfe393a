//! Owners of every shape, from a sentence to whom the directory knows.

use super::english_owner::label_before;
use super::{Group, Owner, OwnerRole, Roster, extract};
use crate::domain::{Department, DepartmentId, Named as _, Person, PersonId, Role};

/// Full name, English name, and who heads it.
const DEPARTMENTS: [(&str, &str, Option<&str>); 16] = [
    ("党政办公室", "General Office", None),
    ("党委组织部", "Organisation Department", None),
    ("组织人事处", "Human Resources Office", None),
    ("教务与科研处", "Academic Affairs Office", Some("王建国")),
    ("学生工作部（处）", "Student Affairs Office", None),
    ("计划财务处", "Planning and Finance Office", None),
    ("国有资产管理处", "Assets Office", None),
    ("后勤管理处", "Logistics Office", None),
    ("保卫处", "Security Office", None),
    ("图书馆", "Library", None),
    ("信息工程学院", "School of Information Engineering", Some("Chen Jie")),
    ("机电工程学院", "School of Mechanical Engineering", None),
    ("马克思主义学院", "School of Marxism", None),
    ("外国语学院", "School of Foreign Languages", None),
    ("继续教育学院", "School of Continuing Education", None),
    ("校医院", "Clinic", None),
];

const PEOPLE: [(&str, &str); 6] = [
    ("王建国", "处长"),
    ("张三", "副院长"),
    ("Chen Jie", "Dean"),
    ("Lee Min", "Professor"),
    ("Li Wei", "Vice President"),
    ("Kim Novak", ""),
];

fn college() -> Roster {
    let people: Vec<Person> = PEOPLE
        .iter()
        .zip(1..)
        .map(|((name, title), id)| Person {
            id: PersonId(id),
            name: (*name).to_owned(),
            title: Some((*title).to_owned()),
            email: None,
            employee_no: None,
            phone: None,
            role: Role::Staff,
            top_leader: false,
            department_id: None,
            locale: None,
            active: true,
        })
        .collect();
    let departments: Vec<Department> = DEPARTMENTS
        .iter()
        .zip(1..)
        .map(|((name, name_en, head), id)| Department {
            id: DepartmentId(id),
            name: (*name).to_owned(),
            name_en: Some((*name_en).to_owned()),
            aliases: Vec::new(),
            parent_id: None,
            head_id: people.iter().find(|one| Some(&*one.name) == *head).map(|one| one.id),
            leader_id: None,
            contact_ids: Vec::new(),
            position: 0,
            active: true,
        })
        .collect();
    Roster::new(&departments, &people)
}

/// `教务与科研处` for a department, `@王建国` for a person without one, `*schools` for a group,
/// `?text` for what is open; `+` before who supports.
fn told(owner: &Owner) -> String {
    let at = |id: i64| usize::try_from(id - 1).unwrap();
    let whom = match (owner.department_id, owner.person_id, owner.group) {
        (Some(id), ..) => DEPARTMENTS[at(id.0)].0.to_owned(),
        (None, Some(id), _) => format!("@{}", PEOPLE[at(id.0)].0),
        (None, None, Some(group)) => format!("*{}", Group::word(group)),
        (None, None, None) => format!("?{}", owner.text),
    };
    if owner.role == OwnerRole::Lead { whom } else { format!("+{whom}") }
}

fn wrong(roster: &Roster, sentence: &str, expected: &[&str]) -> Option<String> {
    let found = extract(sentence, None, roster);
    let owners: Vec<String> = found.iter().flat_map(|one| one.owners.iter().map(told)).collect();
    (owners != expected).then(|| format!("{sentence}\n    {owners:?}, not {expected:?}"))
}

#[track_caller]
fn cases(all: &[(&str, &[&str])]) {
    let roster = college();
    let wrong: Vec<_> =
        all.iter().filter_map(|(sentence, owners)| wrong(&roster, sentence, owners)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn chinese_sentences_name_departments() {
    cases(&[
        ("教务处要修订培养方案。", &["教务与科研处"]),
        (
            "会议要求，教务处、财务处、国资处要尽快核对设备清单。",
            &["教务与科研处", "计划财务处", "国有资产管理处"],
        ),
        ("党政办、组织部、人事处要做好考核准备。", &["党政办公室", "党委组织部", "组织人事处"]),
        (
            "由教务处牵头，人事处、财务处配合，完成课酬办法修订。",
            &["教务与科研处", "+组织人事处", "+计划财务处"],
        ),
        ("由学工部负责开展宿舍检查。", &["学生工作部（处）"]),
        ("由后勤处会同保卫处对消防设施进行检修。", &["后勤管理处", "+保卫处"]),
        ("教务处牵头，会同马院制定思政课方案。", &["教务与科研处", "+马克思主义学院"]),
        (
            "制定实训室管理办法。责任单位：教务处；配合单位：国资处、财务处。",
            &["教务与科研处", "+国有资产管理处", "+计划财务处"],
        ),
        ("检修供暖管道（责任单位：后勤处）。", &["后勤管理处"]),
        (
            "牵头单位：学生处，配合单位：保卫处、校医院，请做好军训工作。",
            &["学生工作部（处）", "+保卫处", "+校医院"],
        ),
        ("请党政办公室做好会务准备。", &["党政办公室"]),
        ("请财务处于3月底前下达预算。", &["计划财务处"]),
        ("图书馆须延长开放时间。", &["图书馆"]),
        ("学校保卫处务必加强门禁管理。", &["保卫处"]),
        ("由信息工程学院和机电工程学院共同负责举办技能竞赛。", &["信息工程学院", "机电工程学院"]),
        ("信息学院负责机房改造，机电学院协助。", &["信息工程学院", "+机电工程学院"]),
        ("总务科要登记门窗。", &["?总务科"]),
        ("由教务处负责排课，由人事处负责招聘。", &["教务与科研处", "组织人事处"]),
    ]);
}

#[test]
fn chinese_sentences_name_groups_and_people() {
    cases(&[
        ("各单位要高度重视，做好自查。", &["*all"]),
        ("各二级学院要在周五前报送名单。", &["*schools"]),
        ("各部门、各二级学院要落实安全责任。", &["*offices", "*schools"]),
        ("全体中层干部要带头参加培训。", &["*all"]),
        ("请各教学单位做好期末考试安排。", &["*schools"]),
        ("由教务处牵头，各二级学院配合，完成专业评估。", &["教务与科研处", "+*schools"]),
        ("各有关部门要密切配合。", &["*concerned"]),
        ("由张三副院长牵头制定实施方案。", &["@张三"]),
        ("由张副院长负责推进专业建设。", &["@张三"]),
        ("王处长要尽快拿出方案。", &["教务与科研处"]),
        ("由教务处处长负责协调。", &["教务与科研处"]),
        ("由分管副院长牵头，教务处配合，完成自评报告。", &["?分管副院长", "+教务与科研处"]),
    ]);
}

#[test]
fn english_sentences_name_departments() {
    cases(&[
        ("Academic Affairs must publish the schedule by Friday.", &["教务与科研处"]),
        ("The Academic Affairs Office should revise the plan.", &["教务与科研处"]),
        ("The Planning and Finance Office shall issue the budget.", &["计划财务处"]),
        ("ACTION: Finance Office to check the invoices.", &["计划财务处"]),
        (
            "ACTION: Academic Affairs to lead, supported by Human Resources and the Library.",
            &["教务与科研处", "+组织人事处", "+图书馆"],
        ),
        (
            "The Security Office, with the Logistics Office, must inspect the gates.",
            &["保卫处", "+后勤管理处"],
        ),
        (
            "Human Resources to draft the policy, with support from Finance.",
            &["组织人事处", "+计划财务处"],
        ),
        ("HR to draft the leave policy.", &["组织人事处"]),
        (
            "The Office of Academic Affairs will lead the review, assisted by the School of Marxism.",
            &["教务与科研处", "+马克思主义学院"],
        ),
        (
            "Academic Affairs, Finance and HR must agree on the fees.",
            &["教务与科研处", "计划财务处", "组织人事处"],
        ),
        ("ACTION: inspect the laboratories (Security, Logistics).", &["保卫处", "后勤管理处"]),
        ("The Registry must keep the records.", &["?Registry"]),
    ]);
}

#[test]
fn english_sentences_name_groups_and_people() {
    cases(&[
        ("All departments must submit their lists by Friday.", &["*all"]),
        ("All schools should check their laboratories.", &["*schools"]),
        ("Each school must appoint a safety officer.", &["*schools"]),
        ("All offices and schools must close their books.", &["*offices", "*schools"]),
        ("The relevant departments should cooperate closely.", &["*concerned"]),
        ("ACTION: Prof. Lee to prepare the slides.", &["@Lee Min"]),
        ("Dean Chen will present the plan.", &["信息工程学院"]),
        ("Vice President Li must approve the list.", &["@Li Wei"]),
        ("ACTION: Kim and Prof. Lee to book the hall.", &["@Kim Novak", "@Lee Min"]),
        ("ACTION: order chalk (Kim, Lee).", &["@Kim Novak", "@Lee Min"]),
    ]);
}

#[test]
fn blanks_of_any_width_stand_before_a_name() {
    for words in
        ["\u{3000}, and sweep", "The \u{a0}", "The  treasurer opens the chest", "*\u{3000}"]
    {
        label_before(words);
    }
    assert_eq!(label_before("\u{3000}Kim: order chalk"), label_before("Kim: order chalk"));
}
