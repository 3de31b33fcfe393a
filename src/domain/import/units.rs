//! The departments in a cell, and which of them leads: 教务处（牵头）、人事处; 教务处牵头，会同财务处.

/// What a department is said to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// 牵头, 主办.
    Lead,
    /// 配合, 协办, 会同.
    Support,
    /// Nothing is said.
    Unsaid,
}

/// Words for a share, before a list of names or behind it.
const WORDS: &[(&str, Share)] = &[
    ("牵头单位", Share::Lead),
    ("牵头部门", Share::Lead),
    ("主办单位", Share::Lead),
    ("主办部门", Share::Lead),
    ("责任单位", Share::Lead),
    ("责任部门", Share::Lead),
    ("牵头负责", Share::Lead),
    ("牵头", Share::Lead),
    ("主办", Share::Lead),
    ("负责", Share::Lead),
    ("lead", Share::Lead),
    ("配合单位", Share::Support),
    ("配合部门", Share::Support),
    ("协办单位", Share::Support),
    ("协办部门", Share::Support),
    ("参与单位", Share::Support),
    ("密切配合", Share::Support),
    ("积极配合", Share::Support),
    ("配合", Share::Support),
    ("协办", Share::Support),
    ("协助", Share::Support),
    ("参与", Share::Support),
    ("会同", Share::Support),
    ("联合", Share::Support),
    ("support", Share::Support),
];

/// The names in `cell`, each once, in order; `knows` says whether a text is a name as a whole.
pub fn units(cell: &str, knows: impl Fn(&str) -> bool) -> Vec<(String, Share)> {
    let mut found: Vec<(String, Share)> = Vec::new();
    let mut add = |name: &str, share: Share| {
        let name = name.trim().trim_end_matches('等').trim();
        let again = found.iter().any(|(before, _)| before == name);
        if !name.is_empty() && !again {
            found.push((name.to_owned(), share));
        }
    };
    for group in groups(cell, &knows) {
        let (share, list) = shared(group);
        for name in listed(list, &knows) {
            let (name, own) = marked(name, &knows);
            add(name, if own == Share::Unsaid { share } else { own });
        }
    }
    // Where one is said to lead, the others support.
    if found.iter().any(|(_, share)| *share == Share::Lead) {
        for (_, share) in found.iter_mut().filter(|(_, share)| *share == Share::Unsaid) {
            *share = Share::Support;
        }
    }
    found
}

/// The parts between commas and line ends. A name that holds one stays whole.
fn groups<'c>(cell: &'c str, knows: &impl Fn(&str) -> bool) -> Vec<&'c str> {
    if knows(cell.trim()) {
        return vec![cell.trim()];
    }
    let mut groups: Vec<&str> = Vec::new();
    for line in cell.split(['，', ',', ';', '；', '。', '\n', '\r']) {
        // 教务处（牵头）会同财务处: another list begins in the middle.
        let mut start = 0;
        let middles = line.match_indices("会同").chain(line.match_indices("联合"));
        let mut middles: Vec<usize> = middles.map(|(at, _)| at).filter(|at| *at > 0).collect();
        middles.sort_unstable();
        for at in middles {
            groups.push(line[start..at].trim());
            start = at;
        }
        groups.push(line[start..].trim());
    }
    groups.into_iter().filter(|group| !group.is_empty()).collect()
}

/// The share that a list is given, and the list without the words for it.
fn shared(group: &str) -> (Share, &str) {
    let group = group.trim().trim_start_matches('由').trim();
    for (word, share) in WORDS {
        if let Some(rest) = strip_prefix(group, word)
            && let Some(list) = rest.trim_start().strip_prefix(['：', ':'])
        {
            return (*share, list.trim());
        }
    }
    for word in ["会同", "联合", "配合"] {
        if let Some(rest) = group.strip_prefix(word).filter(|rest| !rest.is_empty()) {
            return (Share::Support, rest.trim());
        }
    }
    for (word, share) in WORDS.iter().filter(|(word, _)| !word.is_ascii()) {
        if let Some(list) = group.strip_suffix(word).filter(|list| !list.is_empty()) {
            return (*share, list.trim());
        }
    }
    (Share::Unsaid, group)
}

fn strip_prefix<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

/// The names of a list. What is known as one stays one: 组织人事与教师工作处.
fn listed<'l>(list: &'l str, knows: &impl Fn(&str) -> bool) -> Vec<&'l str> {
    if knows(list) {
        return vec![list];
    }
    let mut names = Vec::new();
    for part in list.split(['、', '/', '／', '|', '\t']) {
        let halves = ["和", "及", "与", " and ", " & "].iter().find_map(|word| {
            let (one, other) = part.split_once(word)?;
            let both = knows(marked(one, knows).0) && knows(marked(other, knows).0);
            (both && !knows(part.trim())).then_some([one, other])
        });
        match halves {
            Some(halves) => names.extend(halves),
            None => names.push(part),
        }
    }
    names
}

/// A name without the mark in brackets behind it, and what that says.
fn marked<'n>(name: &'n str, knows: &impl Fn(&str) -> bool) -> (&'n str, Share) {
    let name = name.trim();
    if knows(name) {
        return (name, Share::Unsaid);
    }
    let Some(at) = name.rfind(['（', '(', '【', '[']) else { return (name, Share::Unsaid) };
    let inner = name[at..].trim_matches(['（', '(', '）', ')', '【', '】', '[', ']', ' ']);
    let said = WORDS.iter().find(|(word, _)| inner.eq_ignore_ascii_case(word));
    match said {
        Some((_, share)) => (name[..at].trim(), *share),
        None => (name[..at].trim(), Share::Unsaid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(cell: &str, expected: &str) {
        let known =
            ["教务处", "人事处", "财务处", "学生处", "组织人事与教师工作处", "党政办公室、督查室"];
        let said: Vec<String> = units(cell, |name| known.contains(&name))
            .into_iter()
            .map(|(name, share)| match share {
                Share::Lead => format!("+{name}"),
                Share::Support => format!("-{name}"),
                Share::Unsaid => name,
            })
            .collect();
        assert_eq!(said.join(" "), expected, "{cell}");
    }

    #[test]
    fn departments_are_told_apart_with_their_shares() {
        case("教务处", "教务处");
        case("教务处、人事处", "教务处 人事处");
        case("教务处/人事处，财务处；学生处\n后勤处", "教务处 人事处 财务处 学生处 后勤处");
        case("教务处（牵头）、人事处、财务处", "+教务处 -人事处 -财务处");
        case("人事处、教务处(牵头)", "-人事处 +教务处");
        case("教务处牵头，人事处、财务处配合", "+教务处 -人事处 -财务处");
        case("牵头单位：教务处；配合单位：人事处、财务处", "+教务处 -人事处 -财务处");
        case("由教务处牵头，会同财务处", "+教务处 -财务处");
        case("教务处牵头会同人事处、财务处", "+教务处 -人事处 -财务处");
        case("教务处和人事处", "教务处 人事处");
        case("组织人事与教师工作处、教务处", "组织人事与教师工作处 教务处");
        case("党政办公室、督查室", "党政办公室、督查室");
        case("各学院（部）", "各学院");
        case("教务处（lead）、人事处", "+教务处 -人事处");
        case("教务处、教务处", "教务处");
        case(" ；、 ", "");
    }
}
