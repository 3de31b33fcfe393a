//! Cards in the marks that chats understand. What people wrote cannot mark anything itself.

use crate::domain::{Card, CardLink};

/// A text in which nothing is a link, a mention or a colour.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '[' => '［',
            ']' => '］',
            '<' => '＜',
            '>' => '＞',
            '`' => 'ˋ',
            '*' => '＊',
            '_' => '＿',
            '#' => '＃',
            '~' => '～',
            '|' => '｜',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

/// A card in Markdown, as group chats of WeCom, DingTalk and Teams show it.
pub(super) fn markdown(card: &Card, from: &str) -> String {
    let mut parts = vec![format!("**{}**", plain(&card.title))];
    parts.extend(card.lines.iter().map(|line| plain(line)));
    parts.extend(card.links.iter().map(link));
    parts.extend(card.foot.iter().map(|line| plain(line)));
    if !from.is_empty() {
        parts.push(plain(from));
    }
    parts.join("\n\n")
}

fn link(link: &CardLink) -> String {
    // A bracket would end the address too early.
    let address = link.address.replace('(', "%28").replace(')', "%29");
    format!("[{}]({address})", plain(&link.label))
}

/// A card as Slack shows it; three characters mark everything there.
pub(super) fn slack(card: &Card, from: &str) -> String {
    let escaped =
        |text: &str| plain(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut parts = vec![format!("*{}*", escaped(&card.title))];
    parts.extend(card.lines.iter().map(|line| escaped(line)));
    let link = |link: &CardLink| format!("<{}|{}>", link.address, escaped(&link.label));
    parts.extend(card.links.iter().map(link));
    parts.extend(card.foot.iter().map(|line| escaped(line)));
    if !from.is_empty() {
        parts.push(escaped(from));
    }
    parts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_marks_nothing() {
        let card = Card {
            title: "[点我](https://evil.example) <@all> <!channel>".to_owned(),
            lines: vec!["<font color=\"warning\">`x`</font>".to_owned()],
            links: vec![CardLink {
                label: "打开](https://evil.example)".to_owned(),
                address: "https://duban.example.edu/tasks/1".to_owned(),
            }],
            foot: vec!["**6016** & co".to_owned()],
        };
        let text = markdown(&card, "督办");
        assert!(!text.contains("](https://evil") && !text.contains('<'), "{text}");
        assert!(text.contains("](https://duban.example.edu/tasks/1)"), "{text}");
        let text = slack(&card, "督办");
        assert!(!text.contains("<!") && !text.contains("<@"), "{text}");
        assert!(text.contains("<https://duban.example.edu/tasks/1|"), "{text}");
        assert!(text.contains("&amp; co"), "{text}");
    }
}
