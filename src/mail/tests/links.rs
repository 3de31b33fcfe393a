//! Letters with links of their own.

use super::*;
use crate::domain::LinkVerb;

/// A line that asks its reader for something by a link of their own.
fn asked(lang: Lang, verb: LinkVerb) -> TaskLine {
    let address = "https://duban.example.edu.cn/r/one-secret".to_owned();
    let errand = LinkErrand { verb, address, until: day("2026-03-23"), by_reply: true };
    TaskLine { errand: Some(errand), ..task(lang, Part::Head) }
}

#[test]
fn what_a_letter_asks_for_is_done_by_a_link_of_its_own() {
    for (lang, acknowledge, report, foot) in [
        (
            Lang::En,
            "Acknowledge 2026-017, without signing in:",
            "Report on 2026-017, without signing in:",
            "work until 23 March",
        ),
        (Lang::ZhCn, "免登录签收2026-017：", "免登录反馈2026-017：", "有效期至3月23日"),
    ] {
        let issued = Issued { task: asked(lang, LinkVerb::Acknowledge), ..issued(lang) };
        let Wording { text, html, .. } = issued.render().unwrap();
        assert!(
            text.contains(&format!("{acknowledge}\nhttps://duban.example.edu.cn/r/")),
            "{text}"
        );
        assert!(html.contains("<a href=\"https://duban.example.edu.cn/r/one-secret\""), "{html}");
        assert!(text.contains(foot) && html.contains(foot), "{text}");
        assert!(text.contains(lang.mail_by_reply()), "{text}");
        assert!(!text.contains("/tasks/17"), "one thing to do, one address: {text}");

        let mut digest = digest(lang);
        digest.tasks[0].line = asked(lang, LinkVerb::Report);
        let Wording { text, .. } = digest.render().unwrap();
        assert!(text.contains(&format!("{report}\nhttps://duban.example.edu.cn/r/")), "{text}");
        assert!(text.contains(foot), "{text}");
    }
}
