//! The college moves in: bodies, programmes, accounts, departments.

use std::collections::BTreeMap;

use super::content::{College, DepartmentOutline};
use crate::app::{Act, House};
use crate::domain::{BodyId, DepartmentId, PersonId, ProgrammeId};
use crate::i18n::Lang;
use crate::services;
use crate::services::directory::{
    DepartmentInput, PersonInput, create_body, create_department, create_person, create_programme,
    update_department,
};

/// Who and what there is, by the keys of the story.
#[derive(Debug, Default)]
pub(super) struct Members {
    pub(super) bodies: BTreeMap<String, BodyId>,
    pub(super) programmes: BTreeMap<String, ProgrammeId>,
    pub(super) people: BTreeMap<String, PersonId>,
    pub(super) departments: BTreeMap<String, Member>,
}

/// A department of the college.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) id: DepartmentId,
    pub(super) head: PersonId,
    pub(super) leader: PersonId,
}

/// Names the house and marks it as a demonstration.
pub(super) fn name(
    act: &mut Act<'_>,
    college: &College,
    lang: Lang,
) -> Result<(), services::Error> {
    let house = House {
        name_en: college.name.say(Lang::En).to_owned(),
        name_zh: college.name.say(Lang::ZhCn).to_owned(),
        lang,
        demo: true,
        ..act.app.house()
    };
    house.keep(act.conn)?;
    act.app.set_house(house);
    Ok(())
}

/// Lets everybody move in.
pub(super) fn move_in(
    act: &mut Act<'_>,
    college: &College,
    lang: Lang,
) -> Result<Members, services::Error> {
    let mut members = Members::default();
    for body in &college.bodies {
        let made = create_body(act, body.name.say(lang))?;
        members.bodies.insert(body.key.clone(), made.id);
    }
    for programme in &college.programmes {
        let made = create_programme(act, programme.name.say(lang))?;
        members.programmes.insert(programme.key.clone(), made.id);
    }
    let mut departments = BTreeMap::new();
    for outline in &college.departments {
        departments.insert(outline.key.as_str(), create_department(act, &named(outline, lang))?.id);
    }
    for outline in &college.people {
        let department = outline.department.as_deref();
        let input = PersonInput {
            name: outline.name.say(lang).to_owned(),
            email: Some(format!("{}@example.edu", outline.key)),
            phone: outline.phone.clone(),
            top_leader: outline.top_leader,
            department_id: department.and_then(|key| departments.get(key).copied()),
            ..PersonInput::new(outline.role)
        };
        members.people.insert(outline.key.clone(), create_person(act, &input)?.id);
    }
    for outline in &college.departments {
        let (Some(id), Some(head), Some(leader)) = (
            departments.get(outline.key.as_str()).copied(),
            members.people.get(&outline.head).copied(),
            members.people.get(&outline.leader).copied(),
        ) else {
            continue;
        };
        let contact = outline.contact.as_ref().and_then(|key| members.people.get(key));
        let input = DepartmentInput {
            head_id: Some(head),
            leader_id: Some(leader),
            contact_ids: contact.copied().into_iter().collect(),
            ..named(outline, lang)
        };
        update_department(act, id, &input)?;
        members.departments.insert(outline.key.clone(), Member { id, head, leader });
    }
    Ok(members)
}

/// A department under its name in the language of the demonstration, and all its other names.
fn named(outline: &DepartmentOutline, lang: Lang) -> DepartmentInput {
    let mut aliases = outline.aliases.clone();
    if lang == Lang::En {
        aliases.push(outline.name.clone());
    }
    DepartmentInput {
        name: outline.say(lang).to_owned(),
        name_en: Some(outline.name_en.clone()),
        aliases,
        ..DepartmentInput::default()
    }
}
