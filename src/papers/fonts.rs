//! Fonts with Chinese characters, found among those that the system has, read once.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use krilla::text::Font;
use skrifa::raw::FileRef;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider as _};

use super::Error;

/// The largest font file that is read.
const LARGEST: u64 = 64 << 20;
/// How many folders deep fonts are looked for.
const DEPTH: usize = 5;
/// Without these a font does not print our papers.
const PROBE: &str = "督办〔，。〕";

/// The files that are looked for, the best first: how the name of the regular face begins, and
/// of the bold one; in small letters, without spaces, hyphens and underscores.
const KNOWN: [(&str, &str); 18] = [
    ("notoserifcjkscregular", "notoserifcjkscbold"),
    ("notoserifcjkregular", "notoserifcjkbold"),
    ("notoserifscregular", "notoserifscbold"),
    ("sourcehanserifscregular", "sourcehanserifscbold"),
    ("sourcehanserifregular", "sourcehanserifbold"),
    ("sourcehanserif", "sourcehanserifbold"),
    ("simsun", "simhei"),
    ("songti", "songti"),
    ("simfang", "simhei"),
    ("notosanscjkscregular", "notosanscjkscbold"),
    ("notosanscjkregular", "notosanscjkbold"),
    ("notosansscregular", "notosansscbold"),
    ("sourcehansansscregular", "sourcehansansscbold"),
    ("sourcehansansregular", "sourcehansansbold"),
    ("pingfang", "pingfang"),
    ("wqyzenhei", "wqyzenhei"),
    ("wqymicrohei", "wqymicrohei"),
    ("droidsansfallback", "droidsansfallback"),
];

/// What else a sheet may hold: shapes and signs that a Chinese font lacks.
const SIGNS: [&str; 3] = ["dejavusans", "notosanssymbols2regular", "seguisym"];

/// Finds the fonts at the first PDF and keeps them for the next ones.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    named: Option<PathBuf>,
    folders: Option<Vec<PathBuf>>,
    found: Arc<Mutex<Option<Arc<Faces>>>>,
}

/// The faces that a paper is set in: for each character the first one that has it.
#[derive(Debug)]
pub(super) struct Faces {
    /// For words like any other.
    pub regular: Vec<Face>,
    /// For bold ones.
    pub bold: Vec<Face>,
}

/// One face of a font file.
#[derive(Debug, Clone)]
pub(super) struct Face {
    /// As it is embedded.
    pub font: Font,
    bytes: Arc<Vec<u8>>,
    index: u32,
}

impl Fonts {
    /// Those of the system; `named` comes first, where the settings name one.
    pub fn new(named: Option<PathBuf>) -> Self {
        Self { named, ..Self::default() }
    }

    /// Those in `folders` alone.
    pub fn within(folders: Vec<PathBuf>) -> Self {
        Self { folders: Some(folders), ..Self::default() }
    }

    /// The faces. What is not found is looked for again the next time: somebody may install it.
    pub(super) fn faces(&self) -> Result<Arc<Faces>, Error> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(faces) = &*found {
            return Ok(Arc::clone(faces));
        }
        let faces = Arc::new(self.look()?);
        *found = Some(Arc::clone(&faces));
        Ok(faces)
    }

    fn look(&self) -> Result<Faces, Error> {
        let files = files(&self.folders.clone().unwrap_or_else(folders));
        let sign = SIGNS.iter().find_map(|name| open_first(&files, name, false));
        let chain = |face: Face| [Some(face), sign.clone()].into_iter().flatten().collect();
        if let Some(path) = &self.named {
            let face = Face::open(path, false).ok_or_else(|| Error::BadFont(path.clone()))?;
            return Ok(Faces { regular: chain(face.clone()), bold: chain(face) });
        }
        let pair = KNOWN.iter().find_map(|(regular, bold)| {
            let regular = open_first(&files, regular, true)?;
            let bold = open_first(&files, bold, true).unwrap_or_else(|| regular.clone());
            Some((regular, bold))
        });
        let (regular, bold) = pair.ok_or(Error::NoFont)?;
        Ok(Faces { regular: chain(regular), bold: chain(bold) })
    }
}

impl Face {
    /// The face of a file that writes simplified Chinese; any face of it where `any`.
    fn open(path: &Path, any: bool) -> Option<Self> {
        if fs::metadata(path).ok()?.len() > LARGEST {
            return None;
        }
        let bytes = Arc::new(fs::read(path).ok()?);
        let index = best_face(&bytes, any)?;
        let font = Font::new(Arc::clone(&bytes).into(), index)?;
        Some(Self { font, bytes, index })
    }

    /// The face as it is looked into.
    pub fn look(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.bytes, self.index).ok()
    }
}

/// The index of the face to use. A collection holds a face a country; the one of `SC` has the
/// shapes that the mainland writes.
fn best_face(bytes: &[u8], any: bool) -> Option<u32> {
    let faces = match FileRef::new(bytes).ok()? {
        FileRef::Font(font) => vec![font],
        FileRef::Collection(all) => all.iter().filter_map(Result::ok).collect(),
    };
    let writes = |font: &FontRef<'_>| {
        let characters = font.charmap();
        any || PROBE.chars().all(|c| characters.map(c).is_some())
    };
    let simplified = |font: &FontRef<'_>| {
        let names = font.localized_strings(StringId::FAMILY_NAME);
        names.map(|name| name.to_string()).any(|name| name.contains(" SC"))
    };
    let able = || faces.iter().enumerate().filter(|(_, font)| writes(font));
    let chosen = able().find(|(_, font)| simplified(font)).or_else(|| able().next());
    chosen.and_then(|(index, _)| u32::try_from(index).ok())
}

fn open_first(files: &[(String, PathBuf)], name: &str, chinese: bool) -> Option<Face> {
    let fitting = files.iter().filter(|(file, _)| file.starts_with(name));
    fitting
        .filter(|(file, _)| chinese || file == name)
        .find_map(|(_, path)| Face::open(path, !chinese))
}

/// Where systems keep their fonts.
fn folders() -> Vec<PathBuf> {
    let fixed = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/run/current-system/sw/share/X11/fonts",
        "/System/Library/Fonts",
        "/Library/Fonts",
        "C:\\Windows\\Fonts",
    ];
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let own = [".fonts", ".local/share/fonts", "Library/Fonts"];
    let own = home.iter().flat_map(|home| own.iter().map(|folder| home.join(folder)));
    fixed.iter().map(PathBuf::from).chain(own).collect()
}

/// The font files in these folders by their plain names, in a fixed order.
fn files(folders: &[PathBuf]) -> Vec<(String, PathBuf)> {
    let mut all = Vec::new();
    for folder in folders {
        gather(folder, DEPTH, &mut all);
    }
    all.sort();
    all
}

fn gather(folder: &Path, depth: usize, all: &mut Vec<(String, PathBuf)>) {
    // A folder that is not there, or not ours to read, holds no font for us.
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            if depth > 0 {
                gather(&path, depth - 1, all);
            }
        } else if let Some(name) = plain_name(&path) {
            all.push((name, path));
        }
    }
}

/// `NotoSerifCJK-Regular.ttc` as `notoserifcjkregular`; `None` for what is no font file.
fn plain_name(path: &Path) -> Option<String> {
    let kind = path.extension()?.to_str()?.to_ascii_lowercase();
    let stem = path.file_stem()?.to_str()?.to_ascii_lowercase();
    ["ttf", "ttc", "otf", "otc"].contains(&kind.as_str()).then(|| stem.replace(['-', '_', ' '], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_font_the_sentence_says_what_to_install() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("NotoSerifCJK-Regular.ttc"), b"not a font").unwrap();
        let error = Fonts::within(vec![folder.path().to_owned()]).faces().unwrap_err();
        assert_eq!(error, Error::NoFont);
        assert!(error.to_string().contains("apt install fonts-noto-cjk"), "{error}");
    }

    #[test]
    fn a_named_file_that_is_no_chinese_font_is_refused_by_its_name() {
        let path = PathBuf::from("/usr/share/fonts/no-such.ttf");
        let error = Fonts::new(Some(path.clone())).faces().unwrap_err();
        assert_eq!(error, Error::BadFont(path));
    }
}
