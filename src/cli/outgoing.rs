//! A file that a command writes: whole, or not at all.

use std::fs::File;
use std::io::{self, Seek as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::command::Refusal;

/// What stands for the standard output.
const STDOUT: &str = "-";

/// A file being written beside its place. It goes where it belongs once it is whole; where the
/// command fails, nothing stays behind.
#[derive(Debug)]
pub(super) struct Outgoing {
    kept: Kept,
}

#[derive(Debug)]
enum Kept {
    At(NamedTempFile, PathBuf),
    Printed(File),
}

impl Outgoing {
    /// Begins a file for `path`; `-` is printed.
    pub(super) fn begin(path: &Path) -> Result<Self, Refusal> {
        let refuse = |error: io::Error| said(path, &error);
        if path == Path::new(STDOUT) {
            return Ok(Self { kept: Kept::Printed(tempfile::tempfile().map_err(refuse)?) });
        }
        if path.is_dir() {
            return Err(said(path, &"this is a folder, not a file"));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let file = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(refuse)?;
        Ok(Self { kept: Kept::At(file, path.to_owned()) })
    }

    /// The file to be written.
    pub(super) fn file(&self) -> &File {
        match &self.kept {
            Kept::At(file, _) => file.as_file(),
            Kept::Printed(file) => file,
        }
    }

    /// Puts it where it belongs, to survive a power cut from here on.
    pub(super) fn keep(self) -> Result<(), Refusal> {
        match self.kept {
            Kept::At(file, path) => {
                file.as_file().sync_all().map_err(|error| said(&path, &error))?;
                file.persist(&path).map_err(|error| said(&path, &error.error))?;
            }
            Kept::Printed(mut file) => {
                file.rewind().map_err(Refusal::new)?;
                io::copy(&mut file, &mut io::stdout().lock()).map_err(Refusal::new)?;
            }
        }
        Ok(())
    }
}

fn said(path: &Path, why: &dyn std::fmt::Display) -> Refusal {
    Refusal::new(format!("{}: {why}", path.display()))
}
