//! A paper as a PDF: our own lines and pages, set in an embedded Chinese font.
mod breaks;
mod flow;
mod lines;
mod output;
mod table;

use super::{Error, Fonts, Paper};

impl Paper {
    /// The bytes of a PDF; the same paper in the same fonts gives the same bytes.
    pub fn pdf(&self, fonts: &Fonts) -> Result<Vec<u8>, Error> {
        self.bounded()?;
        let faces = fonts.faces()?;
        let setter = lines::Setter::new(&faces)?;
        let pages = flow::flow(self, &setter);
        output::write(self, &setter, pages)
    }
}
