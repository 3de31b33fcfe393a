//! The letters as their readers see them.

use chrono::NaiveDate;

use super::*;
use crate::domain::{Part, RequestKind, Urgency};
use crate::i18n::Lang;

mod links;
mod safe;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn reader(lang: Lang) -> Reader {
    let (name, organisation) = match lang {
        Lang::En => ("Head, Academic Affairs Office", "Jiajia Vocational College"),
        Lang::ZhCn => ("教务处处长", "佳佳职业学院"),
    };
    Reader {
        lang,
        name: name.to_owned(),
        organisation: organisation.to_owned(),
        today: day("2026-03-09"),
        stands_in_for: None,
    }
}

fn clerk(lang: Lang) -> Clerk {
    let name = match lang {
        Lang::En => "Supervision clerk",
        Lang::ZhCn => "李明",
    };
    Clerk { name: name.to_owned(), phone: Some("6016".to_owned()) }
}

fn task(lang: Lang, part: Part) -> TaskLine {
    let (title, meeting, lead) = match lang {
        Lang::En => (
            "Publish the list for the “ten reforms” <draft> & annexes",
            "Party Committee, meeting 3",
            "Academic Affairs Office",
        ),
        Lang::ZhCn => ("发布“十项改革”任务清单", "党委会2026年第3次会议", "教务处"),
    };
    TaskLine {
        number: "2026-017".to_owned(),
        title: title.to_owned(),
        source: Some(SourceMeeting { title: meeting.to_owned(), held_on: day("2026-02-14") }),
        lead: lead.to_owned(),
        part: ReaderPart::Of(part),
        due_on: Some(day("2026-03-06")),
        original_due_on: Some(day("2025-12-31")),
        last_report: Some(LastReport { on: day("2026-03-02"), percent: Some(80) }),
        link: "https://duban.example.edu.cn/tasks/17".to_owned(),
        errand: None,
    }
}

fn issued(lang: Lang) -> Issued {
    Issued {
        reader: reader(lang),
        task: TaskLine {
            due_on: Some(day("2026-06-30")),
            original_due_on: Some(day("2026-06-30")),
            ..task(lang, Part::Head)
        },
        urgency: Urgency::Urgent,
        requirement: match lang {
            Lang::En => "The list is published on the\r\ncollege's site.".to_owned(),
            Lang::ZhCn => "清单在学院网站公布。".to_owned(),
        },
        acknowledge_by: day("2026-03-11"),
        also_goes: Some(Said {
            on: day("2026-03-12"),
            name: match lang {
                Lang::En => "Wang Minghua".to_owned(),
                Lang::ZhCn => "王明华".to_owned(),
            },
            part: Part::Leader,
        }),
        clerk: Some(clerk(lang)),
    }
}

fn digest(lang: Lang) -> Digest {
    let overdue = DigestTask {
        line: task(lang, Part::Head),
        instead_of: None,
        unacknowledged: false,
        dated: true,
        report_due: false,
        report_missed: false,
        unless_acknowledged: None,
        while_overdue: Some(Said {
            on: day("2026-03-11"),
            name: match lang {
                Lang::En => "Wang Minghua".to_owned(),
                Lang::ZhCn => "王明华".to_owned(),
            },
            part: Part::Leader,
        }),
    };
    let new = DigestTask {
        line: TaskLine {
            number: "2026-021".to_owned(),
            due_on: Some(day("2026-03-10")),
            original_due_on: Some(day("2026-03-10")),
            last_report: None,
            ..task(lang, Part::Contact)
        },
        instead_of: None,
        unacknowledged: true,
        dated: true,
        report_due: false,
        report_missed: false,
        unless_acknowledged: None,
        while_overdue: None,
    };
    Digest {
        reader: reader(lang),
        department: Some(task(lang, Part::Head).lead),
        free_days: Vec::new(),
        tasks: vec![overdue, new],
        clerks: vec![clerk(lang)],
    }
}

#[test]
fn a_task_is_issued_in_english() {
    let wording = issued(Lang::En).render().unwrap();
    insta::assert_snapshot!(wording.subject, @"Task for Academic Affairs Office, due 30 June: 2026-017 Publish the list for the “ten reforms” <draft> & annexes");
    insta::assert_snapshot!(wording.text, @r"
    A new task for Academic Affairs Office
    Issued on 9 March 2026.

    [New, urgent] 2026-017
    Publish the list for the “ten reforms” <draft> & annexes
    Party Committee, meeting 3, 14 February. Academic Affairs Office leads; you are responsible.
    Due 30 June.
    Done when: The list is published on the college's site.
    Acknowledge it by 11 March and say whether the date can be met. Return it if it is not for your department.
    If it is not acknowledged by 12 March, this also goes to the leader in charge, Wang Minghua.
    Open and acknowledge 2026-017:
    https://duban.example.edu.cn/tasks/17

    -- 
    To Head, Academic Affairs Office.
    Followed by Supervision clerk, telephone 6016.
    No picture in this message tells whether it was read.
    ");
}

#[test]
fn a_task_is_issued_in_chinese() {
    let wording = issued(Lang::ZhCn).render().unwrap();
    insta::assert_snapshot!(wording.subject, @"【督办交办】教务处：2026-017 发布“十项改革”任务清单（6月30日前完成）");
    insta::assert_snapshot!(wording.text, @r"
    向教务处交办督办事项
    2026年3月9日交办。

    [新交办 加急] 2026-017
    发布“十项改革”任务清单
    来源：党委会2026年第3次会议（2月14日）。牵头单位：教务处；您是责任人。
    完成时限：6月30日。
    办理要求（完成标志）：清单在学院网站公布。
    请于3月11日前签收，并确认能否按期完成；交办有误的，请退办。
    至3月12日仍未签收的，将同时提醒分管领导王明华。
    查看并签收2026-017：
    https://duban.example.edu.cn/tasks/17

    -- 
    收件人：教务处处长。
    督办人：李明，电话6016。
    本邮件不含追踪图片。
    ");
}

#[test]
fn the_digest_of_the_day_in_english() {
    let wording = digest(Lang::En).render().unwrap();
    insta::assert_snapshot!(wording.subject, @"Academic Affairs Office: 2 tasks, 1 overdue");
    insta::assert_snapshot!(wording.text, @r"
    Academic Affairs Office: 2 tasks, 1 overdue
    Monday, 9 March 2026.

    1. [3 days over] 2026-017
    Publish the list for the “ten reforms” <draft> & annexes
    Party Committee, meeting 3, 14 February. Academic Affairs Office leads; you are responsible.
    Due 6 March (first 31 December 2025). Last report 2 March, 80%.
    Say why it is late and when it will be done; ask for closure once it is.
    If it is still overdue on 11 March, this also goes to the leader in charge, Wang Minghua.
    Report on 2026-017:
    https://duban.example.edu.cn/tasks/17

    2. [1 day left; not acknowledged] 2026-021
    Publish the list for the “ten reforms” <draft> & annexes
    Party Committee, meeting 3, 14 February. Academic Affairs Office leads; you are the contact.
    Due 10 March. No report yet.
    Acknowledge it and say whether the date can be met.
    Acknowledge 2026-021:
    https://duban.example.edu.cn/tasks/17

    -- 
    To Head, Academic Affairs Office.
    Followed by Supervision clerk, telephone 6016.
    No picture in this message tells whether it was read.
    ");
}

#[test]
fn the_digest_of_the_day_in_chinese() {
    let wording = digest(Lang::ZhCn).render().unwrap();
    insta::assert_snapshot!(wording.subject, @"【督办提醒】教务处：2项督办事项，其中逾期1项");
    insta::assert_snapshot!(wording.text, @r"
    教务处：2项督办事项，其中逾期1项
    2026年3月9日，星期一。

    1. [逾期3天] 2026-017
    发布“十项改革”任务清单
    来源：党委会2026年第3次会议（2月14日）。牵头单位：教务处；您是责任人。
    完成时限：3月6日（原定2025年12月31日）。最近反馈：3月2日，80%。
    请反馈逾期原因和预计完成日期；办结后请及时申请办结。
    至3月11日仍逾期的，将同时提醒分管领导王明华。
    反馈2026-017：
    https://duban.example.edu.cn/tasks/17

    2. [距到期1天，待签收] 2026-021
    发布“十项改革”任务清单
    来源：党委会2026年第3次会议（2月14日）。牵头单位：教务处；您是联络员。
    完成时限：3月10日。尚无反馈。
    请签收并确认能否按期完成。
    签收2026-021：
    https://duban.example.edu.cn/tasks/17

    -- 
    收件人：教务处处长。
    督办人：李明，电话6016。
    本邮件不含追踪图片。
    ");
}

#[test]
fn a_request_is_laid_before_who_decides() {
    let letter = |lang| RequestToDecide {
        reader: reader(lang),
        task: TaskLine { part: ReaderPart::Decider, ..task(lang, Part::Leader) },
        errand: Errand::Decide,
        kind: RequestKind::Extension,
        actor: "王芳".to_owned(),
        reason: "第三方\u{202e}测评未完成🎓".to_owned(),
        result: None,
        evidence: None,
        opinions: Vec::new(),
        new_due_on: Some(day("2026-04-30")),
        clock_stands: true,
        clerk: None,
    };
    let english = letter(Lang::En).render().unwrap();
    insta::assert_snapshot!(english.subject, @"To decide: Academic Affairs Office asks for an extension, 2026-017 Publish the list for the “ten reforms” <draft> & annexes");
    insta::assert_snapshot!(letter(Lang::ZhCn).render().unwrap().subject, @"【待审核】教务处申请延期：2026-017 发布“十项改革”任务清单");
    insta::assert_snapshot!(letter(Lang::ZhCn).render().unwrap().text, @r"
    教务处申请延期
    2026年3月9日由王芳提出申请。

    [待审核] 2026-017
    发布“十项改革”任务清单
    来源：党委会2026年第3次会议（2月14日）。牵头单位：教务处；由您审核。
    完成时限：3月6日（原定2025年12月31日）。最近反馈：3月2日，80%。
    由3月6日延至4月30日。
    申请理由：“第三方测评未完成🎓”
    审核期间暂停计时。
    审核2026-017：
    https://duban.example.edu.cn/tasks/17

    -- 
    收件人：教务处处长。
    本邮件不含追踪图片。
    ");
}

#[test]
fn a_decision_says_what_follows_from_it() {
    let letter = |lang, kind, agreed| Decided {
        reader: reader(lang),
        task: task(lang, Part::Head),
        kind,
        agreed,
        actor: "王明华".to_owned(),
        comment: Some("附上正式发布的清单".to_owned()),
        closed_on: Some(day("2026-03-05")),
        clerk: None,
    };
    let subject = |lang, kind, agreed| letter(lang, kind, agreed).render().unwrap().subject;
    insta::assert_snapshot!(subject(Lang::En, RequestKind::Closure, true), @"Agreed: closure, 2026-017 Publish the list for the “ten reforms” <draft> & annexes");
    insta::assert_snapshot!(subject(Lang::ZhCn, RequestKind::Closure, true), @"【同意办结】2026-017 发布“十项改革”任务清单");
    insta::assert_snapshot!(subject(Lang::ZhCn, RequestKind::Closure, false), @"【退回重办】2026-017 发布“十项改革”任务清单");
    insta::assert_snapshot!(subject(Lang::ZhCn, RequestKind::Extension, false), @"【不同意延期】2026-017 发布“十项改革”任务清单");
    insta::assert_snapshot!(letter(Lang::ZhCn, RequestKind::Closure, false).render().unwrap().text, @r"
    退回重办
    2026年3月9日由王明华审核。

    [退回重办] 2026-017
    发布“十项改革”任务清单
    来源：党委会2026年第3次会议（2月14日）。牵头单位：教务处；您是责任人。
    完成时限：3月6日（原定2025年12月31日）。
    审核意见：“附上正式发布的清单”
    请补充完善后重新申请办结。
    查看2026-017：
    https://duban.example.edu.cn/tasks/17

    -- 
    收件人：教务处处长。
    本邮件不含追踪图片。
    ");
}

#[test]
fn a_task_comes_back() {
    let letter = |lang| Returned {
        reader: reader(lang),
        task: TaskLine { part: ReaderPart::Clerk, ..task(lang, Part::Head) },
        actor: "王芳".to_owned(),
        reason: "应由人事处牵头".to_owned(),
        clerk: Some(clerk(lang)),
    };
    insta::assert_snapshot!(letter(Lang::En).render().unwrap().subject, @"Academic Affairs Office returned 2026-017 Publish the list for the “ten reforms” <draft> & annexes");
    insta::assert_snapshot!(letter(Lang::ZhCn).render().unwrap().text, @r"
    教务处退回督办事项
    2026年3月9日由王芳退办。

    [已退办] 2026-017
    发布“十项改革”任务清单
    来源：党委会2026年第3次会议（2月14日）。牵头单位：教务处；您是督办人。
    完成时限：3月6日（原定2025年12月31日）。
    退办理由：“应由人事处牵头”
    该事项已转为待交办，编号保留。请核实后重新交办，或予以撤销。
    查看2026-017：
    https://duban.example.edu.cn/tasks/17

    -- 
    收件人：教务处处长。
    督办人：李明，电话6016。
    本邮件不含追踪图片。
    ");
}

#[test]
fn an_invitation_carries_its_link_and_nothing_else() {
    let letter = |lang, cause| Invitation {
        reader: reader(lang),
        cause,
        link: "https://duban.example.edu.cn/invitation/four-short-words".to_owned(),
        until: day("2026-03-16"),
    };
    let invited = InvitationCause::Invited { by: "李明".to_owned() };
    insta::assert_snapshot!(letter(Lang::ZhCn, invited).render().unwrap().text, @r"
    账号已开通
    李明已为您开通佳佳职业学院的账号。请设置密码后使用。

    设置密码：
    https://duban.example.edu.cn/invitation/four-short-words

    -- 
    收件人：教务处处长。
    链接仅可使用一次，有效期至2026年3月16日。请勿转发本邮件。
    本邮件不含追踪图片。
    ");
    let forgotten = letter(Lang::En, InvitationCause::Forgotten).render().unwrap();
    insta::assert_snapshot!(forgotten.text, @r"
    Choose a new password
    Somebody asked for a new password for your account at Jiajia Vocational College. If it was not you, leave this message alone; your password stays as it is.

    Choose a new password:
    https://duban.example.edu.cn/invitation/four-short-words

    -- 
    To Head, Academic Affairs Office.
    The link works once, until 16 March 2026. Do not forward this message.
    No picture in this message tells whether it was read.
    ");
}
