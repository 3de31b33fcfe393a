//! Owners: who is to act, as written.

use super::candidate::{Owner, OwnerRole, Rule};
use super::cue::{Context, Found, cue};
use super::frame::is_han;
use super::roster::Roster;
use super::{english_owner, english_share, han_owner};

/// Names of a clause with the share that each has.
pub(super) type Named = Vec<(String, OwnerRole)>;

/// The owners that a clause names, matched to `roster`.
///
/// Where it names nobody, `head` is asked, the directive that heads its numbered run; then `label`,
/// the heading or the line that opened its list.
pub(super) fn owners(
    clause: &str,
    found: &Found,
    head: Option<(&str, &Found)>,
    label: Option<&str>,
    roster: &Roster,
) -> Vec<Owner> {
    let mut named = named_in(clause, found);
    if named.is_empty()
        && let Some((head, found)) = head
    {
        named = named_in(head, found);
    }
    if named.is_empty()
        && matches!(found.cue.rule, Rule::Listed | Rule::Mark | Rule::Imperative)
        && let Some(label) = label
    {
        named = if is_han(label) { han_owner::label(label) } else { english_owner::label(label) };
        if named.is_empty()
            && let Some(found) = cue(label, Context::default())
        {
            named = named_in(label, &found);
        }
    }
    owned(clause, named, roster)
}

/// The names in a cell of a table.
pub(super) fn cell_names(cell: &str) -> Named {
    if is_han(cell) { han_owner::cell(cell) } else { english_owner::cell(cell) }
}

/// Those `named` in `clause`, each once, matched to `roster`.
pub(super) fn owned(clause: &str, named: Named, roster: &Roster) -> Vec<Owner> {
    let mut owners: Vec<Owner> = Vec::new();
    for (text, role) in whole_names(clause, named, roster) {
        if text.is_empty() || owners.iter().any(|owner| owner.text == text) {
            continue;
        }
        let known = roster.find(&text);
        owners.push(Owner::new(text, role, known));
    }
    owners.truncate(20);
    owners
}

/// `named` with those put together again that are one name of the roster: "Planning and Finance
/// Office" was taken for two.
fn whole_names(clause: &str, named: Named, roster: &Roster) -> Named {
    let mut whole: Named = Vec::new();
    for (text, role) in named {
        let joined = whole.last().and_then(|(before, _)| {
            let start = clause.find(before.as_str())?;
            let rest = start + before.len();
            let end = rest + clause[rest..].find(text.as_str())? + text.len();
            let together = &clause[start..end];
            (together.len() < 120 && roster.knows_fully(together)).then(|| together.to_owned())
        });
        match (joined, whole.last_mut()) {
            (Some(joined), Some(last)) => last.0 = joined,
            _ => whole.push((text, role)),
        }
    }
    whole
}

fn named_in(clause: &str, found: &Found) -> Named {
    if is_han(clause) {
        han_owner::named(clause, found)
    } else {
        english_share::with_supporters(clause, english_owner::named(clause, found))
    }
}
