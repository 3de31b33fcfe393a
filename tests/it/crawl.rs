//! No button that is shown answers that one may not: everybody walks through the whole house,
//! follows every link, and sends every form that is shown with its own fields filled in.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use duban::domain::Approval;

use crate::guest::{Answer, Guest, guest};
use crate::office::Office;
use crate::rich::{CAST, Rich};

/// So many addresses of one kind are looked at; the others differ in nothing but an id.
const ALIKE: usize = 2;
/// What no link and no button may answer.
const NO: [u16; 5] = [401, 403, 404, 405, 400];

/// Tags of a page, by what stands in them.
struct Tag<'a> {
    text: &'a str,
    /// What follows it, up to the end of the form.
    after: &'a str,
}

impl Tag<'_> {
    fn value(&self, name: &str) -> Option<String> {
        let mark = format!(" {name}=\"");
        let rest = self.text.split_once(&mark)?.1;
        Some(plain(rest.split('"').next().unwrap_or_default()))
    }

    fn has(&self, word: &str) -> bool {
        self.text.split([' ', '>']).any(|one| one == word || one.starts_with(&format!("{word}=")))
    }
}

fn plain(text: &str) -> String {
    let text = text.replace("&#38;", "&").replace("&amp;", "&").replace("&#34;", "\"");
    text.replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">")
}

fn tags<'a>(html: &'a str, names: &[&str]) -> Vec<Tag<'a>> {
    let opened = html.match_indices('<').map(|(at, _)| &html[at..]);
    let fits = |rest: &&str| {
        let name = rest[1..].split([' ', '>', '\n']).next().unwrap_or_default();
        names.contains(&name)
    };
    opened
        .filter(fits)
        .filter_map(|rest| {
            let end = rest.find('>')? + 1;
            Some(Tag { text: &rest[..end], after: &rest[end..] })
        })
        .collect()
}

/// One way to send a form.
#[derive(Debug, Clone)]
struct Form {
    /// The page on which it stands.
    page: String,
    path: String,
    fields: Vec<(String, String)>,
    in_parts: bool,
    /// What the form and its button are, apart from the ids.
    kind: String,
}

/// Every form of `page` that is posted, once a button.
fn forms(path: &str, page: &Answer) -> Vec<Form> {
    let mut found = Vec::new();
    for one in tags(&page.html, &["form"]) {
        if one.value("method").as_deref() != Some("post") {
            continue;
        }
        let inside = one.after.split("</form>").next().unwrap_or_default();
        let action = one.value("action").unwrap_or_else(|| path.to_owned());
        let elsewhere = one.value("id").map(|id| format!(" form=\"{id}\""));
        let of_it = |tag: &Tag<'_>| elsewhere.as_ref().is_some_and(|of| tag.text.contains(of));
        let mut fields = filled(tags(inside, &["input", "select", "textarea"]));
        let far = tags(&page.html, &["input", "select", "textarea"]).into_iter().filter(of_it);
        fields.extend(filled(far.collect()));
        let mut buttons = tags(inside, &["button"]);
        buttons.extend(tags(&page.html, &["button"]).into_iter().filter(of_it));
        for button in buttons {
            if button.value("type").as_deref() == Some("button") {
                continue;
            }
            let path = button.value("formaction").unwrap_or_else(|| action.clone());
            let mut fields = fields.clone();
            let pressed = button.value("name").map(|name| (name, button.value("value")));
            let pressed = pressed.map(|(name, value)| (name, value.unwrap_or_default()));
            let kind = format!("{} {}", alike(&path), pressed.clone().unwrap_or_default().1);
            fields.extend(pressed);
            let in_parts = one.has("enctype");
            found.push(Form { page: String::new(), path, fields, in_parts, kind });
        }
    }
    found.iter().map(|form| Form { page: path.to_owned(), ..form.clone() }).collect()
}

/// The fields as somebody in a hurry fills them in.
fn filled(tags: Vec<Tag<'_>>) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for tag in tags {
        let Some(name) = tag.value("name") else { continue };
        let kind = tag.value("type").unwrap_or_default();
        let value = tag.value("value").unwrap_or_default();
        let known = all.iter().any(|(field, _)| *field == name);
        let value = match kind.as_str() {
            "radio" if tag.has("checked") => {
                all.retain(|(field, _)| *field != name);
                value
            }
            "radio" if known => continue,
            // One row of a list is enough.
            "checkbox" if name == "id" && known => continue,
            "file" | "submit" | "button" => continue,
            "date" if value.is_empty() => "2026-04-17".to_owned(),
            "hidden" | "radio" | "checkbox" | "date" => value,
            "number" if value.is_empty() => "50".to_owned(),
            _ if tag.text.starts_with("<select") => chosen(tag.after),
            _ if tag.text.starts_with("<textarea") => {
                let typed = plain(tag.after.split("</textarea>").next().unwrap_or_default());
                if typed.trim().is_empty() { "For a good reason".to_owned() } else { typed }
            }
            _ if value.is_empty() && name == "email" => "new@example.edu".to_owned(),
            _ if value.is_empty() => "Something new".to_owned(),
            _ => value,
        };
        all.push((name, value));
    }
    all
}

/// What is chosen of a list, else the first thing that can be.
fn chosen(after: &str) -> String {
    let options = tags(after.split("</select>").next().unwrap_or_default(), &["option"]);
    let value = |tag: &Tag<'_>| tag.value("value").unwrap_or_default();
    let taken = options.iter().filter(|tag| tag.has("selected")).map(value).find(|v| !v.is_empty());
    let first = options.iter().map(value).find(|value| !value.is_empty());
    taken.or(first).unwrap_or_default()
}

/// The address without its ids.
fn alike(path: &str) -> String {
    let (place, query) = path.split_once('?').unwrap_or((path, ""));
    let mut names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    names.sort_unstable();
    names.dedup();
    let number = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
    let words = place.split('/').map(|word| if number(word) { "N" } else { word });
    format!("{}?{}", words.collect::<Vec<_>>().join("/"), names.join("&"))
}

/// Our own addresses that a page leads to.
fn doors(page: &Answer) -> BTreeSet<String> {
    let links = tags(&page.html, &["a"]).into_iter().filter_map(|tag| tag.value("href"));
    links
        .map(|link| link.split('#').next().unwrap_or_default().to_owned())
        .filter(|link| link.starts_with('/') && !link.starts_with("//"))
        .filter(|link| !link.starts_with("/language/"))
        .collect()
}

/// Everything that `name` can reach; gives the forms, and complaints.
async fn walk(name: &str, guest: &mut Guest, wrong: &mut Vec<String>) -> Vec<Form> {
    let mut ahead: VecDeque<(String, String)> = VecDeque::from([("/".into(), "the door".into())]);
    let mut seen = BTreeSet::new();
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    while let Some((path, from)) = ahead.pop_front() {
        let count = counted.entry(alike(&path)).or_default();
        // Every task is looked at: each stands elsewhere.
        let most = if alike(&path) == "/tasks/N?" { usize::MAX } else { ALIKE };
        if *count >= most || !seen.insert(path.clone()) {
            continue;
        }
        *count += 1;
        let page = guest.get(&path).await;
        match page.status {
            200 => {}
            303 => ahead.push_back((page.place().to_owned(), path.clone())),
            status => wrong.push(format!("{name}: {from} leads to {path}, which says {status}")),
        }
        found.extend(forms(&path, &page));
        ahead.extend(doors(&page).into_iter().map(|door| (door, path.clone())));
    }
    assert!(seen.len() > 15, "{name} saw only {seen:?}");
    found
}

/// The house, made anew whenever somebody changed it.
struct Stage {
    rich: Rich,
    office: Office,
    door: Guest,
}

impl Stage {
    async fn anew(&mut self) {
        self.office = self.rich.copy();
        self.door = guest(&self.office.app).await;
    }

    /// Sends `form`. Where what was done before could be to blame for a refusal, it is sent once
    /// more in a house in which nothing was done; what is then refused is wrong.
    async fn send(&mut self, name: &str, form: &Form, wrong: &mut Vec<String>) {
        if self.refused(name, form).await.is_some() {
            self.anew().await;
            wrong.extend(self.refused(name, form).await);
        }
    }

    /// Sends `form`, and goes where it leads; says what was refused on the way.
    async fn refused(&mut self, name: &str, form: &Form) -> Option<String> {
        let mut guest = self.rich.guest(name, &self.door);
        let answer = if form.in_parts {
            let page = guest.get(&form.page).await;
            let own = form.fields.iter().filter(|(name, _)| name != "csrf");
            let fields: Vec<_> = own.map(|(n, v)| (n.as_str(), v.as_str())).collect();
            guest.upload(&page, &form.path, &fields, ("", b"")).await
        } else {
            guest.send_fields(&form.path, &form.fields).await
        };
        let said = |status: u16, path: &str| {
            format!(
                "{name}: the form {} on {} leads to {path}, which says {status}",
                form.kind, form.page
            )
        };
        let gone = |page: &Answer| page.status == 303 && page.place().starts_with("/sign-in");
        if NO.contains(&answer.status) || answer.status >= 500 {
            return Some(said(answer.status, &form.path));
        }
        if answer.status == 303 && form.path != "/sign-out" {
            let place = answer.place().split('#').next().unwrap_or_default().to_owned();
            let page = guest.get(&place).await;
            if page.status >= 400 || gone(&answer) || gone(&page) {
                return Some(said(page.status, &place));
            }
        }
        None
    }
}

async fn crawl(approval: Approval, names: &[&'static str], least: usize) {
    let rich = Rich::new(approval);
    let office = rich.copy();
    let door = guest(&office.app).await;
    let mut stage = Stage { rich, office, door };
    let mut wrong = Vec::new();
    let mut sent = 0;
    for name in names.iter().copied().filter(|name| *name != "nobody") {
        stage.anew().await;
        let mut somebody = stage.rich.guest(name, &stage.door);
        let found = walk(name, &mut somebody, &mut wrong).await;
        let mut counted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for form in found {
            let known = counted.entry(form.kind.clone()).or_default();
            // The same button of the same thing, on another page.
            if known.len() >= ALIKE || !known.insert(form.path.clone()) {
                continue;
            }
            stage.send(name, &form, &mut wrong).await;
            sent += 1;
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} of {sent}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(sent > least, "only {sent} forms");
}

#[actix_web::test]
async fn nothing_shown_is_refused_where_the_office_head_signs() {
    crawl(Approval::OfficeHead, &CAST, 300).await;
}

#[actix_web::test]
async fn nothing_shown_is_refused_where_nobody_signs() {
    // Only to those who draft is it another house.
    crawl(Approval::None, &["office", "clerk", "for-clerk"], 80).await;
}
