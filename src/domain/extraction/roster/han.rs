//! Chinese short names: 教务处 for 教务与科研处, 学工部 for 学生工作部, 马院 for 马克思主义学院.

use super::sought::Sought;
use crate::domain::DepartmentId;

/// What departments are, longer words first, each with its shortest form.
const KINDS: &[(&str, &str)] = &[
    ("办公室", "办"),
    ("委员会", "委"),
    ("有限公司", "公司"),
    ("中心", "中心"),
    ("公司", "公司"),
    ("支部", "支部"),
    ("总支", "总支"),
    ("学院", "院"),
    ("处", "处"),
    ("部", "部"),
    ("办", "办"),
    ("室", "室"),
    ("科", "科"),
    ("系", "系"),
    ("院", "院"),
    ("馆", "馆"),
    ("委", "委"),
    ("会", "会"),
    ("所", "所"),
    ("站", "站"),
    ("组", "组"),
    ("队", "队"),
    ("厂", "厂"),
];

/// Words that leave open what kind of department it is: 后勤部门.
const ANY_KIND: [&str; 3] = ["部门", "单位", "条线"];

/// Words for the organisation itself, which stand before a department's name as a matter of form.
const OWN: [&str; 13] = [
    "中共", "党委", "我校", "我院", "本校", "本院", "学校", "学院", "全校", "全院", "校", "院",
    "党",
];

/// Signs and words that join what one department looks after.
const JOINTS: [char; 7] = ['与', '和', '及', '暨', '、', '/', '·'];

/// A department's name, taken apart.
#[derive(Debug, Clone)]
pub(super) struct HanName {
    id: DepartmentId,
    /// 教务 and 科研 of 教务与科研处.
    parts: Vec<Vec<char>>,
    /// Without the joints.
    stem: Vec<char>,
    kind: &'static str,
}

/// What is asked for: a stem, and a kind where one is said.
struct Asked {
    stem: Vec<char>,
    kind: Option<&'static str>,
}

/// The names of the department `id`, whose full name is `name`, from which short ones are made.
pub(super) fn names(id: DepartmentId, name: &str) -> Vec<HanName> {
    let whole: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    written(&whole)
        .iter()
        .flat_map(|name| {
            // 组织部、统战部 is one department with two names.
            let several: Vec<&str> = name.split(['、', '/']).collect();
            let each_whole = several.iter().all(|one| kind_of(one).is_some());
            if each_whole { several } else { vec![name.as_str()] }
        })
        .filter_map(|name| taken_apart(id, name))
        .collect()
}

/// What brackets leave open: 学生工作部（处） is 学生工作部 and 学生工作处, 党委（院长）办公室 is
/// 党委办公室 and 院长办公室.
fn written(name: &str) -> Vec<String> {
    let name = name.replace('（', "(").replace('）', ")");
    let Some((before, rest)) = name.split_once('(') else { return vec![name] };
    let Some((inside, behind)) = rest.split_once(')') else { return vec![name.replace('(', "")] };
    let stem = kind_of(before).map(|(stem, _)| stem).unwrap_or_default();
    let other = if !behind.is_empty() || stem.is_empty() {
        format!("{inside}{behind}")
    } else if KINDS.iter().any(|(kind, _)| *kind == inside) {
        format!("{stem}{inside}")
    } else {
        inside.to_owned()
    };
    vec![format!("{before}{behind}"), other]
}

fn taken_apart(id: DepartmentId, name: &str) -> Option<HanName> {
    let (stem, kind) = kind_of(name)?;
    let stem = without_own(stem);
    let parts = stem.split(JOINTS).filter(|part| !part.is_empty());
    let parts: Vec<Vec<char>> = parts.map(|part| part.chars().collect()).collect();
    if parts.is_empty() {
        return None;
    }
    Some(HanName { id, stem: parts.concat(), parts, kind })
}

/// `name` as its stem and its kind.
fn kind_of(name: &str) -> Option<(&str, &'static str)> {
    KINDS.iter().find_map(|(kind, short)| {
        let stem = name.strip_suffix(kind)?;
        (!stem.is_empty()).then_some((stem, *short))
    })
}

/// Whether `text` ends as the name of a department does.
pub(super) fn is_written_so(text: &str) -> bool {
    kind_of(text).is_some() || ANY_KIND.iter().any(|kind| text.ends_with(kind))
}

/// `name` without the words for the organisation itself, unless it says nothing else.
pub(super) fn without_own(name: &str) -> &str {
    let mut words = name;
    while let Some(rest) = OWN.iter().find_map(|own| words.strip_prefix(own)) {
        if rest.chars().count() < 2 {
            break;
        }
        words = rest;
    }
    words
}

/// The department of `names` that `short` can only stand for.
pub(super) fn find(names: &[HanName], short: &str) -> Sought<DepartmentId> {
    let short = short.trim_end_matches([')', '）']);
    let any = ANY_KIND.iter().find_map(|kind| short.strip_suffix(kind));
    let (stem, kind) = match (any, kind_of(short)) {
        (Some(stem), _) => (stem, None),
        (None, Some((stem, kind))) => (stem, Some(kind)),
        (None, None) => (short, None),
    };
    let stem = without_own(stem).chars().filter(|c| !JOINTS.contains(c)).collect();
    let asked = Asked { stem, kind };
    let fitting = |fits: fn(&HanName, &Asked) -> bool| {
        Sought::among(names.iter().filter(|name| fits(name, &asked)).map(|name| name.id))
    };
    if kind.is_none() && any.is_none() {
        return fitting(HanName::is);
    }
    fitting(HanName::holds).or_else(|| fitting(HanName::abbreviates_to))
}

impl HanName {
    fn is_of(&self, kind: Option<&str>) -> bool {
        kind.is_none_or(|kind| kind == self.kind)
    }

    /// 教务 is 教务处, and one half of 教务与科研处.
    fn is(&self, asked: &Asked) -> bool {
        asked.stem.len() > 1
            && self.is_of(asked.kind)
            && (self.stem == asked.stem || self.parts.contains(&asked.stem))
    }

    /// 财务处 stands at an end of 计划财务处, 后勤处 of 后勤管理处, 教务处 of 教务与科研处.
    fn holds(&self, asked: &Asked) -> bool {
        // A single sign says too little: 法院 is no 法学院.
        if asked.stem.len() < 2 {
            return false;
        }
        let at_an_end =
            |part: &Vec<char>| part.starts_with(&asked.stem) || part.ends_with(&asked.stem);
        self.is_of(asked.kind) && (at_an_end(&self.stem) || self.parts.iter().any(at_an_end))
    }

    /// 学工 takes the first signs of 学生工作, 国资 of 国有资产管理, 马 of 马克思主义.
    fn abbreviates_to(&self, asked: &Asked) -> bool {
        let Some(first) = asked.stem.first() else { return false };
        if !self.is_of(asked.kind) || asked.kind.is_none() {
            return false;
        }
        if asked.stem.len() == 1 {
            return self.stem.len() > 2 && self.stem.first() == Some(first);
        }
        let mut initials = self.parts.iter().flat_map(|part| {
            let starts_word = |at: usize| at.is_multiple_of(2);
            part.iter().enumerate().filter(move |(at, _)| starts_word(*at))
        });
        if !self.parts.iter().any(|part| part.first() == Some(first)) {
            return false;
        }
        asked.stem.iter().all(|wanted| initials.any(|(_, sign)| sign == wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLLEGE: [&str; 16] = [
        "党委办公室",
        "党政办公室",
        "党委组织部",
        "组织人事处",
        "教务与科研处",
        "计划财务处",
        "学生工作部（处）",
        "国有资产管理处",
        "后勤管理处",
        "国际合作与交流处",
        "马克思主义学院",
        "信息工程学院",
        "机电工程学院",
        "思想政治理论课教学部",
        "纪律检查委员会",
        "法学院",
    ];

    fn found(short: &str) -> Sought<&'static str> {
        let ids = || (0_i64..).map(DepartmentId);
        let all: Vec<HanName> = ids().zip(COLLEGE).flat_map(|(id, name)| names(id, name)).collect();
        match find(&all, short) {
            Sought::One(id) => Sought::One(COLLEGE[usize::try_from(id.0).unwrap()]),
            Sought::Nobody => Sought::Nobody,
            Sought::Several => Sought::Several,
        }
    }

    #[test]
    fn a_short_name_stands_for_the_only_one_that_it_fits() {
        #[track_caller]
        fn case(short: &str, full: &'static str) {
            assert_eq!(found(short), Sought::One(full), "{short}");
        }

        case("教务处", "教务与科研处");
        case("科研处", "教务与科研处");
        case("教务", "教务与科研处");
        case("教务部门", "教务与科研处");
        case("人事处", "组织人事处");
        case("组织部", "党委组织部");
        case("财务处", "计划财务处");
        case("计财处", "计划财务处");
        case("学校财务处", "计划财务处");
        case("党政办", "党政办公室");
        case("党委办", "党委办公室");
        case("学生处", "学生工作部（处）");
        case("学工部", "学生工作部（处）");
        case("学生工作处", "学生工作部（处）");
        case("国资处", "国有资产管理处");
        case("后勤处", "后勤管理处");
        case("国交处", "国际合作与交流处");
        case("马院", "马克思主义学院");
        case("信息学院", "信息工程学院");
        case("思政部", "思想政治理论课教学部");
        case("纪委", "纪律检查委员会");
    }

    #[test]
    fn what_fits_two_or_nobody_is_not_guessed() {
        assert_eq!(found("工程学院"), Sought::Several);
        assert_eq!(found("保卫处"), Sought::Nobody);
        assert_eq!(found("教务科"), Sought::Nobody);
        assert_eq!(found("学院"), Sought::Nobody);
        assert_eq!(found("办公室"), Sought::Nobody);
        assert_eq!(found("法院"), Sought::Nobody);
        assert_eq!(found("学生"), Sought::Nobody);
        assert_eq!(found("处"), Sought::Nobody);
    }
}
