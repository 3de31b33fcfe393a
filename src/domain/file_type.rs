//! Which files are taken with a task: one list, by what is in them, and what they may be called.

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// Not a byte in it.
    #[error("`{0}` is empty")]
    Empty(String),
    /// More bytes than a file may have.
    #[error("`{name}` has more than {most} bytes")]
    TooLarge {
        /// What it is called.
        name: String,
        /// How many there may be.
        most: usize,
    },
    /// A kind that is not taken: programs, pages of the web, what nobody knows.
    #[error(
        "`{0}` is of a kind that is not taken; send a PDF, an office document, a picture or text"
    )]
    Kind(String),
    /// It is not what its name says.
    #[error("`{0}` is not what its name says: what is in it is something else")]
    Disguised(String),
}

/// What is taken: what the content is found to be, the endings that such a file may have, and the
/// media type that it is kept under. Of several rows for one content the ending decides. Office
/// documents behind a password are what old ones were; those with macros are not in the list.
const TAKEN: &[(&str, &[&str], &str)] = &[
    ("application/pdf", &["pdf"], "application/pdf"),
    (DOCX, &["docx", "dotx"], DOCX),
    (XLSX, &["xlsx", "xltx"], XLSX),
    (PPTX, &["pptx", "ppsx"], PPTX),
    (ODF, &["odt"], ODF),
    (ODF, &["ods"], "application/vnd.oasis.opendocument.spreadsheet"),
    (ODF, &["odp"], "application/vnd.oasis.opendocument.presentation"),
    (OLE, &["doc", "dot", "wps", "docx"], "application/msword"),
    (OLE, &["xls", "et", "xlsx"], "application/vnd.ms-excel"),
    (OLE, &["ppt", "dps", "pptx"], "application/vnd.ms-powerpoint"),
    (OLE, &["msg"], "application/vnd.ms-outlook"),
    (OLE, &["vsd", "mpp"], OLE),
    ("application/rtf", &["rtf", "doc"], "application/rtf"),
    (ZIP, &["zip"], ZIP),
    (ZIP, &["ofd"], "application/ofd"),
    (ZIP, &["odt", "ods", "odp", "wps", "et", "dps", "xmind", "vsdx"], ZIP),
    ("application/gzip", &["gz", "tgz"], "application/gzip"),
    ("application/x-7z-compressed", &["7z"], "application/x-7z-compressed"),
    ("application/vnd.rar", &["rar"], "application/vnd.rar"),
    ("image/png", &["png"], "image/png"),
    ("image/jpeg", &["jpg", "jpeg"], "image/jpeg"),
    ("image/gif", &["gif"], "image/gif"),
    ("image/tiff", &["tif", "tiff"], "image/tiff"),
    ("image/bmp", &["bmp"], "image/bmp"),
    ("image/webp", &["webp"], "image/webp"),
    ("image/heic", &["heic", "heif"], "image/heic"),
    ("video/mp4", &["mp4", "m4v", "mov"], "video/mp4"),
    ("video/mp4", &["m4a"], "audio/mp4"),
    ("audio/mpeg", &["mp3"], "audio/mpeg"),
    (TEXT, &["txt", "log", "text"], TEXT),
    (TEXT, &["csv", "tsv"], "text/csv"),
    (TEXT, &["md", "markdown"], "text/markdown"),
    (TEXT, &["json"], "application/json"),
    (TEXT, &["ics"], "text/calendar"),
    ("text/markdown", &["md", "markdown"], "text/markdown"),
    ("message/rfc822", &["eml"], "message/rfc822"),
    ("message/rfc822", &["txt"], TEXT),
];

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const ODF: &str = "application/vnd.oasis.opendocument.text";
const OLE: &str = "application/x-ole-storage";
const ZIP: &str = "application/zip";
const TEXT: &str = "text/plain";

/// Under which media type a file is kept, of which the content was `found` to be something.
///
/// # Errors
/// Where such files are not taken, or the name says something else than the content.
pub fn taken_as(name: &str, found: &str) -> Result<&'static str, NotTaken> {
    let mut rows = TAKEN.iter().filter(|(content, ..)| *content == found).peekable();
    if rows.peek().is_none() {
        return Err(NotTaken::Kind(name.to_owned()));
    }
    let Some(ending) = ending(name) else {
        // A name without an ending says nothing that could be wrong.
        return rows.next().map(|row| row.2).ok_or_else(|| NotTaken::Kind(name.to_owned()));
    };
    if let Some((.., media_type)) = rows.find(|(_, endings, _)| endings.contains(&&*ending)) {
        return Ok(media_type);
    }
    let known = TAKEN.iter().any(|(_, endings, _)| endings.contains(&&*ending));
    Err(if known { NotTaken::Disguised(name.to_owned()) } else { NotTaken::Kind(name.to_owned()) })
}

/// Every ending that a file may have, for the control in which files are chosen.
pub fn endings() -> String {
    let mut all: Vec<String> = Vec::new();
    for ending in TAKEN.iter().flat_map(|(_, endings, _)| *endings) {
        let ending = format!(".{ending}");
        if !all.contains(&ending) {
            all.push(ending);
        }
    }
    all.join(",")
}

fn ending(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty() && !ending.is_empty()).then(|| ending.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_content_agree_or_the_file_is_not_taken() {
        #[track_caller]
        fn case(name: &str, found: &str, expected: Option<&str>) {
            assert_eq!(taken_as(name, found).ok(), expected, "{name} {found}");
        }

        case("验收报告.PDF", "application/pdf", Some("application/pdf"));
        case("list.xlsx", XLSX, Some(XLSX));
        case("old.doc", OLE, Some("application/msword"));
        case("表.et", OLE, Some("application/vnd.ms-excel"));
        case("红头文件.ofd", ZIP, Some("application/ofd"));
        case("list.csv", TEXT, Some("text/csv"));
        case("photo", "image/jpeg", Some("image/jpeg"));
        case("report.pdf", TEXT, None);
        case("report.pdf", "image/png", None);
        case("report.docx", ZIP, None);
        case("page.html", "text/html", None);
        case("page.txt", "text/html", None);
        case("drawing.svg", TEXT, None);
        case("setup.exe", "application/octet-stream", None);
        case("report.pdf.exe", "application/pdf", None);
        case("run.bat", TEXT, None);
        case("run.sh", TEXT, None);
        case("x.dat", "application/octet-stream", None);
    }

    #[test]
    fn the_reason_tells_a_disguise_from_a_stranger() {
        let disguised = taken_as("report.pdf", "image/png");
        assert_eq!(disguised, Err(NotTaken::Disguised("report.pdf".to_owned())));
        assert_eq!(taken_as("a.bat", TEXT), Err(NotTaken::Kind("a.bat".to_owned())));
    }

    #[test]
    fn what_a_browser_might_run_has_no_ending_here() {
        let all = endings();
        for odd in ["html", "htm", "svg", "xml", "js", "exe", "bat", "sh", "jar", "lnk", "hta"] {
            assert!(!all.split(',').any(|ending| ending == format!(".{odd}")), "{odd}");
        }
        assert!(all.starts_with(".pdf,.docx"));
    }
}
