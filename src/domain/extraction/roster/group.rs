//! Groups: 各单位, 各二级学院, "all schools", the words that name nobody and mean many.

use super::key::words;
use crate::domain::named::named;

named! {
    /// Many departments under one word.
    Group, "a group" {
        /// All of them: 各单位, 全体中层干部, "all departments".
        All = "all",
        /// Those that teach: 各二级学院, 各系部, "all schools".
        Schools = "schools",
        /// Those that administer: 各部门, 各处室, "all offices".
        Offices = "offices",
        /// Some that only a person can name: 有关部门, 各班, "the departments concerned".
        Concerned = "concerned",
    }
}

/// The group that `text` names; none where it may be a single department or person.
pub(super) fn group(text: &str) -> Option<Group> {
    if text.is_ascii() { in_english(text) } else { in_chinese(text) }
}

/// How Chinese says "all of them" before the word for what they are.
const EACH: [&str; 9] = ["各", "全体", "所有", "全院", "全校", "全校各", "每个", "广大", "其他"];

const TEACHING: [&str; 9] =
    ["学院", "院系", "系部", "院部", "教学单位", "教学部", "教学系", "教研", "各系"];
const ADMINISTERING: [&str; 6] = ["部门", "处室", "科室", "职能", "机关", "党群"];
const EVERYBODY: [&str; 5] = ["中层", "干部", "教职", "负责人", "员工"];

fn in_chinese(text: &str) -> Option<Group> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let inner = ["我校", "我院", "学校", "学院", "校内", "院内", "校属", "院属", "机关"];
    let words = inner.iter().find_map(|own| text.strip_prefix(own)).unwrap_or(&text);
    let concerned = ["有关", "相关", "涉及", "责任", "主管", "对口", "上述", "以上"];
    let concerned = concerned.iter().any(|word| words.contains(word));
    let each = EACH.iter().any(|word| words.starts_with(word));
    let has = |any: &[&str]| any.iter().any(|word| words.contains(word));
    if concerned {
        let some = has(&["部门", "单位", "处室", "科室", "学院", "院系", "人员", "人"]);
        return (some || each).then_some(Group::Concerned);
    }
    let bare = ["二级学院", "二级单位", "职能部门", "各院", "师生", "教职工"];
    if !each && !bare.iter().any(|word| words.starts_with(word)) {
        return None;
    }
    // 教学单位 teach, 各单位 are all.
    let units = words.contains("单位") && !words.contains("教学单位");
    let schools = has(&TEACHING) || words == "各院";
    let offices = has(&ADMINISTERING);
    Some(match (schools, offices) {
        _ if units => Group::All,
        (true, true) => Group::All,
        (true, false) => Group::Schools,
        (false, true) => Group::Offices,
        (false, false) if has(&EVERYBODY) => Group::All,
        (false, false) => Group::Concerned,
    })
}

fn in_english(text: &str) -> Option<Group> {
    let all = words(text);
    let has = |any: &[&str]| all.iter().any(|word| any.contains(&word.as_str()));
    let each = has(&["all", "every", "each"]);
    let bare = all.len() <= 2;
    let schools = has(&["schools", "colleges", "faculties", "deans"])
        || each && has(&["school", "college", "faculty", "dean", "teaching"]);
    let offices = has(&["offices", "divisions", "bureaus"])
        || each && has(&["office", "division", "administrative"]);
    let everybody = has(&["departments", "units", "heads"])
        || each && has(&["department", "unit", "head", "staff", "employees", "members"]);
    if has(&["relevant", "concerned", "responsible", "respective", "other"]) {
        return (schools || offices || everybody).then_some(Group::Concerned);
    }
    if !each && !(bare && (schools || offices || everybody)) {
        return None;
    }
    Some(match (schools, offices, everybody) {
        (true, false, false) => Group::Schools,
        (false, true, false) => Group::Offices,
        // All teaching departments are the schools, all administrative departments the offices.
        (true, false, true) if has(&["teaching"]) => Group::Schools,
        (false, true, true) if has(&["administrative"]) => Group::Offices,
        (false, false, false) => Group::Concerned,
        _ => Group::All,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<Group>) {
        assert_eq!(group(text), expected, "{text}");
    }

    #[test]
    fn words_for_many_name_their_group() {
        for text in [
            "各单位",
            "各部门各单位",
            "各部门和单位",
            "全体中层干部",
            "全校各单位",
            "各二级单位",
            "全体教职工",
        ] {
            case(text, Some(Group::All));
        }
        for text in ["各学院", "各二级学院", "二级学院", "各系部", "各教学单位", "学校各学院"]
        {
            case(text, Some(Group::Schools));
        }
        for text in ["各部门", "各处室", "各职能部门", "机关各部门", "各部门负责人"]
        {
            case(text, Some(Group::Offices));
        }
        case("各学院各部门", Some(Group::All));
        for text in [
            "all departments",
            "All units",
            "every department",
            "departments",
            "all heads of department",
            "all schools and offices",
        ] {
            case(text, Some(Group::All));
        }
        for text in
            ["all schools", "Each school", "schools", "all teaching departments", "the deans"]
        {
            case(text, Some(Group::Schools));
        }
        case("all offices", Some(Group::Offices));
        case("all administrative departments", Some(Group::Offices));
    }

    #[test]
    fn who_is_concerned_only_a_person_can_say() {
        for text in ["有关部门", "各相关单位", "各有关学院", "相关负责人", "各班", "广大师生"]
        {
            case(text, Some(Group::Concerned));
        }
        for text in ["the departments concerned", "relevant units", "all teachers"] {
            case(text, Some(Group::Concerned));
        }
    }

    #[test]
    fn a_single_name_is_no_group() {
        for text in [
            "教务处",
            "信息工程学院",
            "张三",
            "责任医师组",
            "Kim",
            "Finance Office",
            "Department of Finance",
        ] {
            case(text, None);
        }
    }
}
