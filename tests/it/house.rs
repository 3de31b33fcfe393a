//! The plan of the house (`docs/architecture.md`), kept true: an import only points down.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. Rooms on one line do not know of each other.
const FLOORS: &[&[&str]] = &[
    &["domain"],
    &["i18n", "telemetry"],
    &["settings"],
    &["links", "persistence", "store"],
    &["channels", "documents", "inbox", "mail", "model", "papers"],
    &["app"],
    &["services"],
    &["http", "jobs"],
    &["api", "pages"],
    &["server"],
    &["cli"],
    &["main"],
];

const LONGEST_FILE: usize = 400;

/// One list of tables, as diesel prints it.
const SCHEMA: &str = "src/persistence/schema.rs";

#[test]
fn no_floor_leans_on_the_one_above() {
    let wrong: Vec<String> = sources()
        .iter()
        .flat_map(|source| source.neighbours().map(|name| (source, name)).collect::<Vec<_>>())
        .filter(|(source, named)| floor_of(named) >= floor_of(&source.room))
        .map(|(source, named)| format!("{} names {named}", source.path.display()))
        .collect();

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_has_its_floor() {
    let homeless: BTreeSet<String> = sources()
        .into_iter()
        .map(|source| source.room)
        .filter(|room| floor_of(room).is_none())
        .collect();

    assert!(homeless.is_empty(), "on no floor: {homeless:?}");
}

#[test]
fn no_file_outgrows_its_room() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| source.path != Path::new(SCHEMA))
        .map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(source, lines)| format!("{} has {lines} lines", source.path.display()))
        .collect();

    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_room_is_a_drawer_for_this_and_that() {
    let drawers = ["util", "utils", "common", "helper", "helpers", "types", "misc"];
    let found: Vec<PathBuf> = sources()
        .into_iter()
        .map(|source| source.path)
        .filter(|path| {
            path.iter()
                .filter_map(|part| Path::new(part).file_stem()?.to_str())
                .any(|name| drawers.contains(&name))
        })
        .collect();

    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_domain_knows_no_framework() {
    let foreign = ["diesel", "actix_web", "askama", "lettre", "tokio", "figment", "clap"];
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|source| source.room == "domain")
        .flat_map(|source| {
            foreign
                .iter()
                .filter(|name| source.code().contains(&format!("{name}::")))
                .map(|name| format!("{} names {name}", source.path.display()))
                .collect::<Vec<_>>()
        })
        .collect();

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What fuzzing alone needs.
const OF_FUZZING: &[&str] = &["arbitrary", "duban-fuzz", "jobserver", "libfuzzer-sys"];

#[test]
fn fuzzing_builds_upon_the_versions_of_the_house() {
    let house = locked("Cargo.lock");
    let strange: Vec<(String, String)> = locked("fuzz/Cargo.lock")
        .into_iter()
        .filter(|package| !OF_FUZZING.contains(&package.0.as_str()) && !house.contains(package))
        .collect();

    assert!(strange.is_empty(), "copy Cargo.lock to fuzz/ and build there: {strange:?}");
}

/// The packages of a lock file, by name and version.
fn locked(file: &str) -> BTreeSet<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let lock: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let packages = lock["package"].as_array().unwrap().iter();
    let field = |package: &toml::Value, name| package[name].as_str().unwrap().to_owned();
    packages.map(|package| (field(package, "name"), field(package, "version"))).collect()
}

#[test]
fn a_tree_of_imports_is_read_whole() {
    let source = Source {
        path: PathBuf::from("src/pages/desk.rs"),
        room: "pages".into(),
        text: "use crate::{\n    domain::{TaskId, light::Light},\n    http,\n};\n\
               // crate::cli is only talked about\n\
               fn f() -> crate::services::Error { crate::pages::page() }\n"
            .into(),
    };

    let rooms: Vec<String> = source.neighbours().collect();

    assert_eq!(rooms, ["domain", "http", "services"]);
}

/// One file of the library, and the room that it belongs to.
struct Source {
    path: PathBuf,
    room: String,
    text: String,
}

impl Source {
    /// The text without what is only said in comments.
    fn code(&self) -> String {
        let lines = self.text.lines().map(|line| line.split("//").next().unwrap_or_default());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The other rooms that the code names, in the order of the alphabet.
    fn neighbours(&self) -> impl Iterator<Item = String> {
        let code = self.code();
        let named: BTreeSet<String> = code
            .match_indices("crate::")
            .filter(|(at, _)| !code[..*at].ends_with('$'))
            .flat_map(|(at, cue)| first_names(&code[at + cue.len()..]))
            .filter(|name| *name != self.room && floor_of(name).is_some())
            .collect();
        named.into_iter()
    }
}

/// What an import path starts with: one name, or the first name of each branch of a tree.
fn first_names(path: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    let Some(tree) = path.strip_prefix('{') else {
        return vec![word(path)];
    };
    let mut names = vec![word(tree)];
    let mut depth = 1;
    for (at, c) in tree.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(word(&tree[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

/// Every file under `src` but the list of rooms itself.
fn sources() -> Vec<Source> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![project.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(project).unwrap().to_owned();
                let part = path.iter().nth(1).unwrap();
                let room = Path::new(part).file_stem().unwrap().to_str().unwrap().to_owned();
                found.push(Source { path, room, text });
            }
        }
    }
    found.retain(|source| source.room != "lib");
    assert!(!found.is_empty());
    found
}
