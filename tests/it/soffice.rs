//! An office suite as people have it: `LibreOffice`, without a window, opens what the house writes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use tempfile::TempDir;

/// The parameters of `convert` for a table as text: commas, quotes, UTF-8, as it is shown.
pub const CSV: &str =
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1";

/// No file takes longer; an office that hangs must not hang the run.
const PATIENCE: &str = "120";

/// What came out of it, gone when it is dropped.
pub struct Converted {
    pub path: PathBuf,
    _folder: TempDir,
}

/// Opens `file` and saves it as `kind` (`pdf`, `docx`, [`CSV`]); `None`, and loudly so, where there
/// is no office. One at a time: it takes much memory.
pub fn convert(file: &Path, kind: &str) -> Option<Converted> {
    static ONE: Mutex<()> = Mutex::new(());

    let folder = TempDir::with_prefix("duban-office-").unwrap();
    let turn = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let output = Command::new("timeout")
        .args([PATIENCE, "soffice", "--headless", "--norestore", "--convert-to", kind, "--outdir"])
        .arg(folder.path())
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
        .arg(file)
        .output();
    drop(turn);
    let output = match output {
        Ok(output) if output.status.code() != Some(127) => output,
        Ok(_) => {
            crate::parts::missing("office", "there is no `soffice`");
            return None;
        }
        Err(error) => {
            crate::parts::missing("office", &format!("`timeout` does not run: {error}"));
            return None;
        }
    };
    let said = String::from_utf8_lossy(&output.stderr);
    let ending = kind.split(':').next().unwrap();
    // With sheets chosen by number, their names are part of the file's.
    let made = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let made = made.filter(|path| path.extension().is_some_and(|found| found == ending)).min();
    let path = made.unwrap_or_else(|| panic!("{} was not converted: {said}", file.display()));
    Some(Converted { path, _folder: folder })
}
