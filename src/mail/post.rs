//! How letters leave: by a mail server, into a folder, or not at all.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{SmtpTransport, Transport as _};
use url::Url;

use super::{Letter, Signer};

/// How long a mail server may take for one answer; some look for viruses before they accept.
const PATIENCE: Duration = Duration::from_mins(1);

/// The way that letters leave, as `mail.url` says.
#[derive(Debug, Clone)]
pub enum Post {
    /// A mail server.
    Smtp(SmtpTransport),
    /// A folder, one `.eml` file a letter.
    Folder(PathBuf),
    /// The page that shows every letter; nothing leaves the machine.
    Mailbox,
}

/// Why letters cannot be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum PostRefused {
    /// The URL names no way that is known.
    #[error("mail.url: {0}; known are smtp://HOST, smtps://HOST, file:DIR and mailbox:")]
    Url(String),
    /// The certificate of the mail server's authority cannot be used.
    #[error("mail.ca_file: `{path}` {reason}")]
    Authority {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Why one letter did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// Another try may succeed.
    #[error("{0}")]
    ForNow(String),
    /// Trying again would be refused again.
    #[error("{0}")]
    ForGood(String),
}

impl Post {
    /// The way that `url` names, trusting the authority in `ca_file` besides the known ones.
    pub fn open(url: &str, ca_file: Option<&Path>) -> Result<Self, PostRefused> {
        match url.trim().split_once(':') {
            Some(("mailbox", "")) => Ok(Self::Mailbox),
            Some(("mailbox", _)) => {
                Err(PostRefused::Url("nothing may follow `mailbox:`".to_owned()))
            }
            Some(("file", path)) => match path.strip_prefix("//").unwrap_or(path) {
                "" => Err(PostRefused::Url("`file:` names no folder".to_owned())),
                folder => Ok(Self::Folder(PathBuf::from(folder))),
            },
            Some(("smtp" | "smtps", _)) => smtp(url.trim(), ca_file),
            // The URL may hold a password, so only its scheme is told.
            Some((scheme, _)) => {
                Err(PostRefused::Url(format!("`{scheme}:` is no way to send mail")))
            }
            None => Err(PostRefused::Url("it names no way to send mail".to_owned())),
        }
    }

    /// Whether letters stay in the house, to be read on the mailbox page.
    pub fn is_mailbox(&self) -> bool {
        matches!(self, Self::Mailbox)
    }

    /// Sends one letter and waits until it is taken or refused. The same letter twice is the same
    /// mail twice: same name, same bytes.
    pub fn send(&self, letter: &Letter, signer: Option<&Signer>) -> Result<(), NotSent> {
        let mail = letter.to_mime().map_err(|error| NotSent::ForGood(error.to_string()))?;
        let mut bytes = mail.formatted();
        if let Some(signer) = signer {
            bytes = signer
                .sign(&bytes, letter.written_at.and_utc().timestamp())
                .map_err(|error| NotSent::ForNow(error.to_string()))?;
        }
        match self {
            Self::Mailbox => Ok(()),
            Self::Folder(folder) => file_away(folder, &file_name(&letter.message_id), &bytes)
                .map_err(|error| NotSent::ForNow(format!("{}: {error}", folder.display()))),
            Self::Smtp(server) => match server.send_raw(mail.envelope(), &bytes) {
                Ok(_accepted) => Ok(()),
                Err(error) => Err(judge(&error)),
            },
        }
    }
}

/// `smtp://[USER:PASSWORD@]HOST[:PORT][?tls=required|none]` or `smtps://…`.
fn smtp(text: &str, ca_file: Option<&Path>) -> Result<Post, PostRefused> {
    let refused = |reason: &str| PostRefused::Url(reason.to_owned());
    let url = Url::parse(text).map_err(|error| PostRefused::Url(error.to_string()))?;
    let host = url.host_str().filter(|host| !host.is_empty());
    let host = host.ok_or_else(|| refused("the mail server's name is missing"))?;
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(refused("only `?tls=` may follow the mail server's name"));
    }
    let mut tls = None;
    for (key, value) in url.query_pairs() {
        match (key.as_ref(), value.as_ref()) {
            ("tls", "required" | "none") => tls = Some(value.into_owned()),
            ("tls", other) => {
                let reason = format!("`tls={other}` is neither `required` nor `none`");
                return Err(PostRefused::Url(reason));
            }
            (key, _) => return Err(PostRefused::Url(format!("`{key}` is unknown"))),
        }
    }
    let parameters = || tls_parameters(host, ca_file);
    let (tls, standard_port) = match (url.scheme(), tls.as_deref()) {
        ("smtps", Some("none")) => return Err(refused("`smtps:` is never without TLS")),
        ("smtps", _) => (Tls::Wrapper(parameters()?), 465),
        (_, Some("none")) => (Tls::None, 25),
        (_, Some(_)) => (Tls::Required(parameters()?), 587),
        (_, None) if url.username().is_empty() => (Tls::Opportunistic(parameters()?), 25),
        (_, None) => (Tls::Opportunistic(parameters()?), 587),
    };
    // lettre takes user and password out of the URL; TLS and port are decided above.
    let mut plain = url.clone();
    plain.set_query(None);
    let server = SmtpTransport::from_url(plain.as_str())
        .map_err(|_unspoken| refused("user and password cannot be read"))?
        .port(url.port().unwrap_or(standard_port))
        .tls(tls)
        .timeout(Some(PATIENCE))
        .build();
    Ok(Post::Smtp(server))
}

fn tls_parameters(host: &str, ca_file: Option<&Path>) -> Result<TlsParameters, PostRefused> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = ca_file {
        let refused =
            |reason: String| PostRefused::Authority { path: path.display().to_string(), reason };
        let pem =
            std::fs::read(path).map_err(|error| refused(format!("cannot be read: {error}")))?;
        // A file without any certificate would be trusted silently for nothing.
        if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
            return Err(refused("holds no certificate in PEM form".to_owned()));
        }
        let certificate = Certificate::from_pem(&pem)
            .map_err(|error| refused(format!("holds no certificate that can be read: {error}")))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|error| PostRefused::Url(format!("TLS to `{host}`: {error}")))
}

/// Whether a refusal is final.
///
/// A refused password (530, 534, 535, 538) is a fault of the settings, not of the letter: it is
/// tried again, so that a corrected password loses nothing.
fn judge(error: &SmtpError) -> NotSent {
    let text = super::one_line(&error.to_string());
    match error.status().map(u16::from) {
        Some(530 | 534 | 535 | 538) => NotSent::ForNow(text),
        Some(500..) => NotSent::ForGood(text),
        _ => NotSent::ForNow(text),
    }
}

/// A name for the file, from the Message-ID.
fn file_name(message_id: &str) -> String {
    let safe: String = message_id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "@.-".contains(c) { c } else { '_' })
        .collect();
    format!("{safe}.eml")
}

/// Writes the whole file or none of it: a reader of the folder never meets half a letter.
fn file_away(folder: &Path, name: &str, mail: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let draft = folder.join(format!(".{name}.part"));
    std::fs::write(&draft, mail)?;
    std::fs::rename(&draft, folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(url: &str) -> String {
        Post::open(url, None).unwrap_err().to_string()
    }

    #[test]
    fn a_way_to_send_is_chosen_by_its_scheme() {
        assert!(Post::open("mailbox:", None).unwrap().is_mailbox());
        assert!(matches!(Post::open("file:/tmp/mail", None), Ok(Post::Folder(_))));
        for url in [
            "smtp://mail.example.org",
            "smtp://mail.example.org:2525?tls=none",
            "smtp://duban:p%40ss@mail.example.org?tls=required",
            "smtps://duban:secret@mail.example.org",
        ] {
            assert!(matches!(Post::open(url, None), Ok(Post::Smtp(_))), "{url}");
        }
    }

    #[test]
    fn a_wrong_way_is_refused_by_the_name_of_its_key() {
        insta::assert_snapshot!(
            refused("imap://mail.example.org"),
            @"mail.url: `imap:` is no way to send mail; known are smtp://HOST, smtps://HOST, file:DIR and mailbox:"
        );
        for url in ["", "smtp://", "smtp://h?tls=maybe", "smtp://h?ssl=1", "file:", "mailbox:x"] {
            assert!(refused(url).starts_with("mail.url: "), "{url}");
        }
        assert!(refused("smtps://h?tls=none").contains("never without TLS"));
    }

    #[test]
    fn a_refusal_never_tells_the_password() {
        assert!(!refused("smtp://duban:hunter2@mail.example.org?tls=maybe").contains("hunter2"));
        assert!(!refused("pop3://duban:hunter2@mail.example.org").contains("hunter2"));
    }

    #[test]
    fn an_authority_without_a_certificate_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        std::fs::write(&path, "nothing").unwrap();
        let error = Post::open("smtps://mail.example.org", Some(&path)).unwrap_err().to_string();
        assert!(error.starts_with("mail.ca_file: "), "{error}");
        assert!(Post::open("smtps://h.example", Some(&folder.path().join("none"))).is_err());
    }
}
