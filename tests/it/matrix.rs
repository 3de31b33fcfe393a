//! Who may do what, route by route: every address of the pages and of the API, asked by everybody,
//! against one table, `matrix.txt`. A route that is in no line of it turns this red.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::iter;
use std::path::Path;

use actix_web::http::Method;
use duban::domain::Approval;
use regex::Regex;

use crate::guest::{Answer, Guest, guest};
use crate::office::Office;
use crate::rich::{CAST, Rich};

const TABLE: &str = include_str!("matrix.txt");
const BASE: &str = "/api/v1";

/// A line of the table: an address, who may go there, and what is sent.
struct Line {
    method: String,
    path: String,
    /// By person; where a task, meeting or request is spoken of, a mark for each that there is.
    marks: Vec<String>,
    body: String,
}

/// What an id can stand for: with one mark the open one, with two the confidential one besides,
/// with three a draft between them.
fn kinds(marks: usize) -> &'static [&'static str] {
    match marks {
        1 => &["open"],
        2 => &["open", "secret"],
        _ => &["open", "draft", "secret"],
    }
}

fn table() -> Vec<Line> {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (line, body) = line.split_once(" | ").unwrap_or((line, ""));
            let mut words = line.split_whitespace().map(str::to_owned);
            let (method, path) = (words.next().unwrap(), words.next().unwrap());
            Line { method, path, marks: words.collect(), body: body.trim().to_owned() }
        })
        .collect()
}

/// The addresses that the sources of the pages and of the server register.
fn registered() -> BTreeSet<(String, String)> {
    let route = Regex::new(r#"\.route\(\s*"([^"]+)",\s*web::(\w+)\(\)"#).unwrap();
    let mention = Regex::new(r"web::(get|post|put|patch|delete|method|resource|route)\(").unwrap();
    let mut found = BTreeSet::new();
    let mut files = vec!["src/server/routes.rs".into()];
    let mut folders = vec![Path::new("src/pages").to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let into = if path.is_dir() { &mut folders } else { &mut files };
            into.push(path);
        }
    }
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let routes: Vec<_> = route.captures_iter(&text).collect();
        let mentioned = mention.find_iter(&text).count();
        assert_eq!(routes.len(), mentioned, "{} registers in another way", file.display());
        let named = |one: &regex::Captures<'_>| (one[2].to_uppercase(), one[1].to_owned());
        found.extend(routes.iter().map(named));
    }
    found
}

/// The addresses of the API, as it describes itself.
fn described() -> BTreeSet<(String, String)> {
    let document = serde_json::to_value(duban::api::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let of_each = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().keys();
        methods.map(move |method| (method.to_uppercase(), format!("{BASE}{path}")))
    });
    of_each.collect()
}

/// How well `path` fits `pattern`: by how many words; `None` where it does not.
fn fit(pattern: &str, path: &str) -> Option<usize> {
    let (pattern, path) = (pattern.split('/'), path.split('/'));
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.collect(), path.collect());
    let open = |word: &str| word.starts_with('{');
    let fits = |(one, other): (&&str, &&str)| one == other || open(one);
    let whole = pattern.len() == path.len() && pattern.iter().zip(&path).all(fits);
    whole.then(|| pattern.iter().filter(|word| !open(word)).count())
}

/// The words that stand for `{verb}`, as the sources read them.
fn verbs() -> BTreeSet<String> {
    const READ: [(&str, &str, &str); 5] = [
        ("/tasks/{id}", "src/pages/task/steps.rs", r#"\n        "(\w+)" =>"#),
        (
            "/requests/{id}",
            "src/pages/decision.rs",
            r#""(\w+)" => (?:decisions|requests)::|"(withdraw)"\];"#,
        ),
        ("/submissions/{id}", "src/pages/submission.rs", r#""(\w+)"(?: \||\)\s*\{)"#),
        (
            "/circulars/{id}",
            "src/pages/circulars/one.rs",
            r#"\n        "(\w+)" => (?:drop\(circulars|\{)"#,
        ),
        ("/invitations/{id}", "src/pages/task/invitations.rs", r#"\n        "(\w+)" =>"#),
    ];
    let mut found = BTreeSet::new();
    for (place, file, pattern) in READ {
        let text = fs::read_to_string(file).unwrap();
        let pattern = Regex::new(pattern).unwrap();
        let word =
            |one: &regex::Captures<'_>| one.get(1).or(one.get(2)).unwrap().as_str().to_owned();
        let words = pattern.captures_iter(&text).map(|one| format!("{place}/{}", word(&one)));
        let before = found.len();
        found.extend(words);
        assert!(found.len() > before + 1, "{file} names its verbs in another way");
    }
    found
}

#[test]
fn every_route_has_its_line() {
    let lines = table();
    let (pages, api) = (registered(), described());
    assert!(pages.len() > 60 && api.len() > 50, "{} and {}", pages.len(), api.len());
    let all: BTreeSet<_> = pages.union(&api).collect();
    let mut answered = BTreeSet::new();
    for line in &lines {
        let known = all.iter().filter(|(method, _)| *method == line.method);
        let best = known.filter_map(|one| Some((fit(&one.1, &line.path)?, one))).max();
        let (_, route) = best.unwrap_or_else(|| panic!("no route: {} {}", line.method, line.path));
        answered.insert(*route);
    }
    let forgotten: Vec<_> = all.difference(&answered).collect();
    assert!(forgotten.is_empty(), "in no line of matrix.txt: {forgotten:?}");
    let blank = |path: &str| Regex::new(r"\{\w+\}").unwrap().replace_all(path, "{id}").into_owned();
    let posts = lines.iter().filter(|line| line.method == "POST");
    let posts: BTreeSet<String> = posts.map(|line| blank(&line.path)).collect();
    let forgotten: Vec<_> = verbs().into_iter().filter(|verb| !posts.contains(verb)).collect();
    assert!(forgotten.is_empty(), "in no line of matrix.txt: {forgotten:?}");
}

/// The house with its visitors, made anew whenever somebody changed it.
struct Stage {
    rich: Rich,
    office: Office,
    door: Guest,
    codes: BTreeMap<&'static str, String>,
    /// What binds the forms of somebody who is not signed in.
    visitor: String,
    changed: bool,
}

impl Stage {
    async fn new() -> Self {
        let rich = Rich::new(Approval::OfficeHead);
        let office = rich.copy();
        let door = guest(&office.app).await;
        let (mut codes, mut visitor) = (BTreeMap::new(), String::new());
        for name in CAST {
            let page = if name == "nobody" { "/sign-in" } else { "/account" };
            let mut guest = rich.guest(name, &door);
            codes.insert(name, guest.get(page).await.hidden("csrf"));
            visitor = guest.cookie("visitor");
        }
        Self { rich, office, door, codes, visitor, changed: false }
    }

    fn filled(&self, text: &str, kind: &'static str) -> String {
        let mut text = text.to_owned();
        // What is of this kind before what there is one of.
        for wanted in [kind, "open"] {
            for ((name, of), id) in &self.rich.ids {
                if *of == wanted {
                    text = text.replace(&format!("{{{name}}}"), &id.to_string());
                }
            }
        }
        text
    }

    async fn ask(&mut self, line: &Line, name: &'static str, kind: &'static str) -> Answer {
        let (path, body) = (self.filled(&line.path, kind), self.filled(&line.body, kind));
        let mut guest = self.rich.guest(name, &self.door);
        if name == "nobody" {
            guest.bring("visitor", &self.visitor);
        }
        let answer = if path.starts_with(BASE) {
            let token = self.rich.tokens.get(name).map_or("", String::as_str);
            let method = Method::from_bytes(line.method.as_bytes()).unwrap();
            match body.strip_prefix("file=") {
                Some(name) => guest.call_with_file(token, &path, name).await,
                None => guest.call(token, method, &path, &body).await,
            }
        } else if line.method == "GET" {
            guest.get(&path).await
        } else {
            let fields = url::form_urlencoded::parse(body.as_bytes()).into_owned();
            let code = ("csrf".to_owned(), self.codes[name].clone());
            guest.send_fields(&path, &fields.chain([code]).collect::<Vec<_>>()).await
        };
        self.changed |= line.method != "GET" && answer.status < 400;
        answer
    }

    /// How `name` is answered, about each kind that there is.
    async fn marks(&mut self, line: &Line, name: &'static str, marks: usize) -> String {
        let mut all = String::new();
        for kind in kinds(marks) {
            let answer = self.ask(line, name, kind).await;
            all.push_str(&mark(line, &answer));
        }
        all
    }

    async fn clear(&mut self) {
        if self.changed {
            self.office = self.rich.copy();
            self.door = guest(&self.office.app).await;
            self.changed = false;
        }
    }
}

/// `+` goes through, or is refused for what was sent; `-` is not theirs to do; `.` is not there;
/// `s` leads to the sign-in.
fn mark(line: &Line, answer: &Answer) -> String {
    let to_sign_in = || answer.status == 303 && answer.place().starts_with("/sign-in");
    let known = match answer.status {
        401 => "s",
        303 if line.path != "/sign-out" && to_sign_in() => "s",
        200 | 201 | 303 => "+",
        410 => "+",
        409 | 422 if line.method != "GET" => "+",
        403 => "-",
        404 => ".",
        other => return format!("({other})"),
    };
    known.to_owned()
}

#[actix_web::test]
async fn every_route_answers_everybody_as_the_table_says() {
    let mut stage = Stage::new().await;
    let (mut wrong, none) = (Vec::new(), String::new());
    for line in table() {
        let marks = line.marks.iter().map(|one| one.chars().count()).max().unwrap_or(1);
        let mut found = Vec::new();
        for (name, expected) in CAST.into_iter().zip(line.marks.iter().chain(iter::repeat(&none))) {
            let mut one = stage.marks(&line, name, marks).await;
            // What somebody did before may be to blame.
            if one != *expected && stage.changed {
                stage.clear().await;
                one = stage.marks(&line, name, marks).await;
            }
            found.push(one);
        }
        stage.clear().await;
        if found != line.marks {
            let body = Some(&line.body).filter(|body| !body.is_empty());
            let body = body.map(|body| format!(" | {body}")).unwrap_or_default();
            let is = found.join(" ");
            wrong.push(format!("{:5} {:47} {is}{body}", line.method, line.path));
        }
    }
    assert!(wrong.is_empty(), "{} lines are otherwise:\n{}", wrong.len(), wrong.join("\n"));
}
