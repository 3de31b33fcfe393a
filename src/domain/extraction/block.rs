//! Blocks: headings, items, paragraphs and rows, put together again from wrapped lines.

use std::ops::Range;

use super::line::{Line, Mark, lines};

/// A stretch of text that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// What it is.
    pub(super) kind: Kind,
    /// Its words, in bytes of the text.
    pub(super) body: Range<usize>,
    /// How deep it is set, in columns.
    pub(super) indent: usize,
    /// Whether it is marked as done or struck out.
    pub(super) done: bool,
    /// Whether a blank line stands before it.
    pub(super) after_blank: bool,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading; 1 is the highest rank.
    Heading(u8),
    /// An item of a list.
    Item,
    /// Anything else that is prose.
    Paragraph,
    /// A row of a table.
    Row,
}

/// Ranks below those of `#`: a numbered heading, a bracketed one, a line that stands alone.
const NUMBERED: u8 = 7;
const BRACKETED: u8 = 8;
const ALONE: u8 = 6;
pub(super) const COLON: u8 = 9;

/// The blocks of `text`, in order.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let mut blocks: Vec<Block> = Vec::new();
    let mut last: Option<&Line> = None;
    for (index, line) in lines.iter().enumerate() {
        if let Mark::Rule(sign) = line.mark {
            if sign == '=' || sign == '-' && !line.after_blank {
                underline(text, &mut blocks, last, sign);
            }
            last = None;
            continue;
        }
        if let (Some(block), Some(last)) = (blocks.last_mut(), last)
            && goes_on(text, block, last, line)
        {
            block.body.end = line.body.end;
        } else {
            blocks.push(begin(text, last, line, lines.get(index + 1), blocks.is_empty()));
        }
        last = Some(line);
    }
    blocks
}

/// A rule under a short line makes it a heading.
fn underline(text: &str, blocks: &mut [Block], last: Option<&Line>, sign: char) {
    if let (Some(block), Some(last)) = (blocks.last_mut(), last)
        && block.kind == Kind::Paragraph
        && block.body == last.body
        && is_short(&text[block.body.clone()])
    {
        block.kind = Kind::Heading(if sign == '=' { 1 } else { 2 });
    }
}

/// Whether `line` is the wrapped rest of `block`, whose last line is `last`.
fn goes_on(text: &str, block: &Block, last: &Line, line: &Line) -> bool {
    if line.begins_anew() || matches!(block.kind, Kind::Heading(_) | Kind::Row) {
        return false;
    }
    let (before, words) = (&text[block.body.clone()], &text[line.body.clone()]);
    if words.starts_with(|c: char| c.is_lowercase() || c == '@' || c == '(')
        && !words.split_whitespace().next().is_some_and(|word| word.ends_with(':'))
        && !before.ends_with(':')
        && before.is_ascii() == words.is_ascii()
    {
        return true;
    }
    let han = before.ends_with(super::line::is_wide);
    let ended = before.ends_with(['。', '！', '？', '：', '；', ':']);
    let wrapped_at = last.width + first_word(words) + usize::from(!han);
    // The next word did not fit: the line was as wide as the lines may be.
    let full = (45..=130).contains(&last.width) && line.width <= last.width + 24;
    // An item goes on under its own words; a line that stands further left begins anew.
    let outdented = block.kind == Kind::Item && line.indent <= block.indent;
    if has_label(words) || outdented && words.starts_with(char::is_uppercase) {
        return false;
    }
    if han {
        !ended && full && line.width <= last.width + 4
    } else {
        !ended && full && wrapped_at >= 60
    }
}

/// Whether the line opens with a speaker or a topic: `Kim: …`.
fn has_label(words: &str) -> bool {
    words.split_once([':', '：']).is_some_and(|(label, rest)| {
        label.chars().count() <= 20
            && label.split_whitespace().count() <= 3
            && !rest.starts_with("//")
            && label.chars().all(|c| c.is_alphanumeric() || " @_-/.".contains(c))
    })
}

/// The columns of the first word.
fn first_word(words: &str) -> usize {
    words.split_whitespace().next().map_or(0, |word| word.chars().count().min(30))
}

/// A new block that begins with `line`.
fn begin(
    text: &str,
    last: Option<&Line>,
    line: &Line,
    next: Option<&Line>,
    is_first: bool,
) -> Block {
    let words = &text[line.body.clone()];
    let alone = line.after_blank && next.is_none_or(|next| next.after_blank);
    let kind = match line.mark {
        Mark::Heading(level) => Kind::Heading(level),
        Mark::Row => Kind::Row,
        Mark::HanNumber if is_heading(words, 40) => Kind::Heading(NUMBERED),
        Mark::HanBracketed if is_heading(words, 40) => Kind::Heading(BRACKETED),
        Mark::Number if heads_prose(text, line, last, next) => Kind::Heading(NUMBERED),
        Mark::Bullet | Mark::Number | Mark::HanNumber | Mark::HanBracketed => Kind::Item,
        _ if is_first && is_heading(words, 300) && line.width < 300 => Kind::Heading(1),
        _ if is_bold(words) || is_capitals(words) => Kind::Heading(ALONE),
        _ if is_colon_line(words) => Kind::Heading(COLON),
        _ if (alone || line.after_blank && next.is_some_and(|next| next.width > 90))
            && is_heading(words, 60)
            && is_short(words)
            && words.starts_with(|c: char| c.is_uppercase() || super::line::is_wide(c)) =>
        {
            Kind::Heading(ALONE)
        }
        Mark::None if opens_list(words, line, next) => Kind::Heading(COLON),
        Mark::None | Mark::Rule(_) => Kind::Paragraph,
    };
    Block {
        kind,
        body: line.body.clone(),
        indent: line.indent,
        done: line.done,
        after_blank: line.after_blank,
    }
}

/// `3. Budget` above a paragraph, and not among other items.
fn heads_prose(text: &str, line: &Line, last: Option<&Line>, next: Option<&Line>) -> bool {
    let (words, after_blank) = (&text[line.body.clone()], line.after_blank);
    let prose = |line: &Line| {
        let words = &text[line.body.clone()];
        line.mark == Mark::None && (line.width > 50 || words.ends_with(['.', '。', '！', '!']))
    };
    is_short(words)
        && is_heading(words, 40)
        && next.is_some_and(prose)
        && (after_blank || last.is_none_or(|last| last.mark != Mark::Number))
}

/// A short line right above the items of a list: `Action points`.
fn opens_list(words: &str, line: &Line, next: Option<&Line>) -> bool {
    let items = |next: &Line| !next.after_blank && matches!(next.mark, Mark::Bullet | Mark::Number);
    line.after_blank
        && next.is_some_and(items)
        && is_short(words)
        && is_heading(words, 40)
        && words.starts_with(|c: char| c.is_uppercase() || super::line::is_wide(c))
}

/// A line without the end of a sentence.
fn is_heading(words: &str, widest: usize) -> bool {
    let open = words.trim_end_matches(['*', '_', '”', '"', ')', '）', ' ']);
    !open.ends_with(['。', '！', '？', '；', ';', '.', '!', '?', '，', ',', '：', ':', '、'])
        && !words.contains(['。', '；', '！', '，'])
        && words.chars().count() <= widest
}

fn is_short(words: &str) -> bool {
    words.chars().count() <= 40 && words.split_whitespace().count() <= 7
}

fn is_bold(words: &str) -> bool {
    let inner = words.trim_end_matches([':', '：']);
    inner.len() > 4
        && inner.starts_with("**")
        && inner.ends_with("**")
        && !inner[2..inner.len() - 2].contains("**")
        && inner.chars().count() <= 80
}

fn is_capitals(words: &str) -> bool {
    words.chars().filter(|c| c.is_uppercase()).count() >= 4
        && !words.chars().any(char::is_lowercase)
        && words.chars().count() <= 70
        && !words.contains(super::line::is_wide)
}

/// A short line that only opens what follows: `Next steps:`.
fn is_colon_line(words: &str) -> bool {
    let Some(inner) = words.strip_suffix([':', '：']) else { return false };
    let announces =
        ["提出", "强调", "指出", "如下", "以下"].iter().any(|word| inner.contains(word));
    !announces
        && inner.chars().count() <= 40
        && inner.split_whitespace().count() <= 5
        && !inner.contains(['。', '，', ',', '；', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[(Kind, &str)]) {
        let found = blocks(text);
        let found: Vec<_> =
            found.iter().map(|block| (block.kind, &text[block.body.clone()])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        case(
            "Minutes\n\nThe board agreed that the gate at the north end of the yard must be\nmended before Winter sets in. Kim will see to it.\n",
            &[
                (Kind::Heading(1), "Minutes"),
                (
                    Kind::Paragraph,
                    "The board agreed that the gate at the north end of the yard must be\nmended before Winter sets in. Kim will see to it.",
                ),
            ],
        );
    }

    #[test]
    fn an_item_takes_its_continuation_but_not_its_neighbour() {
        case(
            "Minutes\n- Kim: order chalk,\n  and sponges\n- Lee: mend the gate\nLee: done soon",
            &[
                (Kind::Heading(1), "Minutes"),
                (Kind::Item, "Kim: order chalk,\n  and sponges"),
                (Kind::Item, "Lee: mend the gate"),
                (Kind::Paragraph, "Lee: done soon"),
            ],
        );
    }

    #[test]
    fn a_short_line_above_a_list_or_a_paragraph_heads_it() {
        case(
            "Minutes\n\nAction points\n1. Order chalk\n2. Mend the gate\n",
            &[
                (Kind::Heading(1), "Minutes"),
                (Kind::Heading(COLON), "Action points"),
                (Kind::Item, "Order chalk"),
                (Kind::Item, "Mend the gate"),
            ],
        );
        case(
            "Minutes\n\n5. Budget\nThe budget is as it was last year.\n",
            &[
                (Kind::Heading(1), "Minutes"),
                (Kind::Heading(NUMBERED), "Budget"),
                (Kind::Paragraph, "The budget is as it was last year."),
            ],
        );
    }

    #[test]
    fn headings_come_in_many_dresses() {
        case(
            "校务会纪要\n\n一、总务工作\n修门。\n\nNEXT STEPS\nx\n\n**Owners**\n\nTo do:\nTopics\n===\n",
            &[
                (Kind::Heading(1), "校务会纪要"),
                (Kind::Heading(NUMBERED), "总务工作"),
                (Kind::Paragraph, "修门。"),
                (Kind::Heading(ALONE), "NEXT STEPS"),
                (Kind::Paragraph, "x"),
                (Kind::Heading(ALONE), "**Owners**"),
                (Kind::Heading(COLON), "To do:"),
                (Kind::Heading(1), "Topics"),
            ],
        );
    }
}
