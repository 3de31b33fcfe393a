//! Picks: what a clerk's choice of departments says about names that the directory does not know.

use serde::{Deserialize, Serialize};

use super::DepartmentId;
use super::extraction::{Owner, OwnerRole};

/// Which department a name of the minutes stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// The name, as written.
    pub text: String,
    /// The department.
    pub department_id: DepartmentId,
}

/// What follows from `lead` and `supporters`, chosen for what `owners` name, and from what the clerk
/// `said` in so many words.
///
/// Without such words a choice teaches only where one open name faces one department that no other
/// name accounts for: the only open one to lead and the lead, the only open one to support and the
/// only further supporter.
pub fn picks_taught(
    owners: &[Owner],
    said: &[Pick],
    lead: Option<DepartmentId>,
    supporters: &[DepartmentId],
) -> Vec<Pick> {
    let open = |text: &str| owners.iter().any(|owner| owner.is_open() && owner.text == text);
    let chosen = |id| lead == Some(id) || supporters.contains(&id);
    let mut picks: Vec<Pick> = said
        .iter()
        .filter(|pick| open(&pick.text) && chosen(pick.department_id))
        .cloned()
        .collect();
    let accounted = |picks: &[Pick], id: DepartmentId| {
        picks.iter().any(|pick| pick.department_id == id)
            || owners.iter().any(|one| one.department_id == Some(id) || one.members.contains(&id))
    };
    for role in [OwnerRole::Lead, OwnerRole::Support] {
        let left = |owner: &&Owner| {
            owner.role == role && owner.is_open() && !picks.iter().any(|one| one.text == owner.text)
        };
        let names: Vec<&Owner> = owners.iter().filter(left).collect();
        let free: Vec<DepartmentId> = match role {
            OwnerRole::Lead => lead.into_iter().collect(),
            OwnerRole::Support => supporters.to_vec(),
        };
        let free: Vec<_> = free.into_iter().filter(|id| !accounted(&picks, *id)).collect();
        if let ([name], [department_id]) = (&names[..], &free[..]) {
            picks.push(Pick { text: name.text.clone(), department_id: *department_id });
        }
    }
    picks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::Known;

    fn owner(text: &str, role: OwnerRole, department: Option<i64>) -> Owner {
        let department_id = department.map(DepartmentId);
        Owner::new(text.to_owned(), role, Known { department_id, ..Known::default() })
    }

    #[track_caller]
    fn case(
        owners: &[Owner],
        said: &[(&str, i64)],
        lead: Option<i64>,
        supporters: &[i64],
        expected: &[(&str, i64)],
    ) {
        let pick = |(text, id): &(&str, i64)| Pick {
            text: (*text).to_owned(),
            department_id: DepartmentId(*id),
        };
        let said: Vec<Pick> = said.iter().map(pick).collect();
        let expected: Vec<Pick> = expected.iter().map(pick).collect();
        let supporters: Vec<DepartmentId> = supporters.iter().copied().map(DepartmentId).collect();
        let taught = picks_taught(owners, &said, lead.map(DepartmentId), &supporters);
        assert_eq!(taught, expected);
    }

    #[test]
    fn the_only_open_name_is_what_was_chosen() {
        use OwnerRole::{Lead, Support};
        let one = [owner("教学科", Lead, None)];
        case(&one, &[], Some(1), &[], &[("教学科", 1)]);
        case(&one, &[], None, &[1], &[]);
        let both = [owner("教学科", Lead, None), owner("安保组", Support, None)];
        case(&both, &[], Some(1), &[2], &[("教学科", 1), ("安保组", 2)]);
        case(&both, &[], Some(1), &[2, 3], &[("教学科", 1)]);
        let supported = [owner("教务处", Lead, Some(1)), owner("安保组", Support, None)];
        case(&supported, &[], Some(1), &[2], &[("安保组", 2)]);
    }

    #[test]
    fn what_may_mean_either_teaches_nothing() {
        use OwnerRole::Lead;
        let two = [owner("教学科", Lead, None), owner("安保组", Lead, None)];
        case(&two, &[], Some(1), &[2], &[]);
        // The lead is the one that was recognised, not the open name.
        let known = [owner("教务处", Lead, Some(1)), owner("安保组", Lead, None)];
        case(&known, &[], Some(1), &[], &[]);
    }

    #[test]
    fn what_the_clerk_said_counts_while_it_is_chosen() {
        use OwnerRole::Lead;
        let two = [owner("教学科", Lead, None), owner("安保组", Lead, None)];
        let said = [("安保组", 2)];
        case(&two, &said, Some(1), &[2], &[("安保组", 2), ("教学科", 1)]);
        case(&two, &said, Some(1), &[], &[]);
        case(&two, &[("别处", 2)], None, &[2], &[]);
    }
}
