//! Compiles `config/locales/*/ROOM.toml` into methods on `Lang`.
//!
//! A key that one language lacks, or whose placeholders differ, fails the build: nothing is ever
//! shown untranslated.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Language folder and the variant of `Lang` that it speaks.
const LANGUAGES: [(&str, &str); 2] = [("en", "En"), ("zh-CN", "ZhCn")];

type Messages = BTreeMap<String, String>;

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo names the folder"));
    let locales = root.join("config/locales");
    println!("cargo:rerun-if-changed={}", locales.display());
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rustc-env=SOURCES_DIGEST={:016x}", digest_of_sources(&root));

    let [english, chinese] = LANGUAGES.map(|(folder, _)| read_language(&locales.join(folder)));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo names the output")).join("lang.rs");
    fs::write(out, methods(&english, &chinese)).expect("the output can be written");
}

/// What a page is made by: other sources, another number. The same sources give the same number on
/// every machine.
fn digest_of_sources(root: &Path) -> u64 {
    // FNV-1a, 64 bits: nobody means harm here.
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            digest = (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    add(env::var("CARGO_PKG_VERSION").unwrap_or_default().as_bytes());
    for folder in ["assets", "config", "src", "templates"] {
        let folder = root.join(folder);
        println!("cargo:rerun-if-changed={}", folder.display());
        for file in files_in(&folder) {
            let name = file.strip_prefix(root).unwrap_or(&file);
            add(name.to_string_lossy().as_bytes());
            add(&fs::read(&file).expect("a source can be read"));
        }
    }
    digest
}

/// Every file below `folder`, in the order of their names.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder of sources can be read")
        .map(|entry| entry.expect("a folder's entry can be read").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files_in(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// All messages of one language: `room_key` to text.
fn read_language(folder: &Path) -> Messages {
    let mut messages = Messages::new();
    for entry in fs::read_dir(folder).expect("the folder of a language can be read") {
        let path = entry.expect("a folder's entry can be read").path();
        println!("cargo:rerun-if-changed={}", path.display());
        let room = path.file_stem().and_then(|stem| stem.to_str()).expect("a room has a name");
        let text = fs::read_to_string(&path).expect("a locale file is UTF-8");
        let table: BTreeMap<String, String> =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (key, message) in table {
            messages.insert(format!("{room}_{key}"), message);
        }
    }
    messages
}

fn methods(english: &Messages, chinese: &Messages) -> String {
    for key in english.keys().chain(chinese.keys()) {
        assert!(english.contains_key(key), "message `{key}` is missing in config/locales/en");
        assert!(chinese.contains_key(key), "message `{key}` is missing in config/locales/zh-CN");
    }
    let mut code = String::from("impl Lang {\n");
    for (key, text) in english {
        let other = &chinese[key];
        let names = placeholders(text);
        assert_eq!(
            names.iter().collect::<BTreeSet<_>>(),
            placeholders(other).iter().collect::<BTreeSet<_>>(),
            "message `{key}` has other placeholders in Chinese than in English"
        );
        write_method(&mut code, key, &names, [text, other]);
    }
    code.push_str("}\n");
    code
}

fn write_method(code: &mut String, key: &str, names: &[String], texts: [&String; 2]) {
    let mut arguments = String::new();
    for name in names {
        let _ = write!(arguments, ", {name}: impl Display");
    }
    let (result, wrap) =
        if names.is_empty() { ("&'static str", "") } else { ("String", "format!") };
    let _ = writeln!(code, "    /// The message `{key}`.");
    let _ =
        writeln!(code, "    pub fn {key}(self{arguments}) -> {result} {{\n        match self {{");
    for ((_, variant), text) in LANGUAGES.iter().zip(texts) {
        let literal = format!("{text:?}");
        let value = if wrap.is_empty() { literal } else { format!("{wrap}({literal})") };
        let _ = writeln!(code, "            Self::{variant} => {value},");
    }
    code.push_str("        }\n    }\n\n");
}

/// The names in braces, in order of first appearance.
fn placeholders(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').expect("a placeholder is closed");
        assert!(
            name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !name.is_empty(),
            "`{{{name}}}` in `{text}` is not a placeholder"
        );
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = tail;
    }
    names
}
