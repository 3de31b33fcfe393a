//! Windows in which pages are looked at.

/// What the browser looks like to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
    /// Whether scripts run.
    pub scripts: bool,
}

/// A desk.
pub const DESKTOP: Window = Window { width: 1440, height: 1000, scripts: true };
/// A telephone.
pub const PHONE: Window = Window { width: 390, height: 844, scripts: true };

impl Window {
    /// The same with scripts switched off.
    pub fn bare(self) -> Self {
        Self { scripts: false, ..self }
    }

    /// For the name of a picture.
    pub fn name(self) -> String {
        format!("{}{}", self.width, if self.scripts { "" } else { "-bare" })
    }
}
