//! Where the mailbox is: an address such as `imaps://user:password@host/INBOX`.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

use super::client::{Failed, Session, Taken, Visited};
use super::line::Line;
use crate::settings::Key;

/// A mailbox elsewhere. Cloning it is cheap.
#[derive(Clone)]
pub struct Inbox {
    host: String,
    port: u16,
    tls: Option<Arc<ClientConfig>>,
    user: String,
    password: Key,
    folder: String,
}

/// Why a mailbox cannot be fetched from with these settings.
#[derive(Debug, thiserror::Error)]
#[error("mail.{key}: {reason}")]
pub struct InboxRefused {
    key: &'static str,
    reason: String,
}

impl InboxRefused {
    fn new(key: &'static str, reason: impl Into<String>) -> Self {
        Self { key, reason: reason.into() }
    }
}

impl Inbox {
    /// The mailbox that `url` names, trusting the authority in `ca_file` besides the known ones;
    /// none where the URL is empty.
    ///
    /// # Errors
    /// An address of another kind, without user and password, or without TLS to another machine.
    /// The password is never told.
    pub fn open(url: &str, ca_file: Option<&Path>) -> Result<Option<Self>, InboxRefused> {
        let text = url.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let refused = |reason: &str| InboxRefused::new("imap_url", reason);
        let url = Url::parse(text).map_err(|error| refused(&error.to_string()))?;
        let secure = match url.scheme() {
            "imaps" => true,
            "imap" => false,
            _ => return Err(refused("known are imaps://USER:PASSWORD@HOST/FOLDER and imap://…")),
        };
        let host = url.host().ok_or_else(|| refused("the mail server's name is missing"))?;
        if !secure && !is_here(&host) {
            return Err(refused(
                "only a server on this machine is asked without TLS; use imaps://",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("nothing may follow the folder's name"));
        }
        let user = plain(url.username()).ok_or_else(|| refused("the user's name is not ASCII"))?;
        let password = plain(url.password().unwrap_or_default());
        let password = password.ok_or_else(|| refused("the password is not ASCII"))?;
        if user.is_empty() || password.is_empty() {
            return Err(refused("it needs a user and a password"));
        }
        let folder = plain(url.path().trim_matches('/'));
        let folder = folder.ok_or_else(|| refused("the folder's name is not ASCII"))?;
        Ok(Some(Self {
            host: host.to_string(),
            port: url.port().unwrap_or(if secure { 993 } else { 143 }),
            tls: secure.then(|| tls(ca_file)).transpose()?,
            user,
            password: Key::new(password),
            folder: if folder.is_empty() { "INBOX".to_owned() } else { folder },
        }))
    }

    /// Fetches what is unread, hands each message to `take`, and marks as read what it has taken.
    /// Blocks.
    ///
    /// # Errors
    /// [`Failed`] where the conversation breaks; what was taken before stays taken.
    pub fn visit(&self, take: impl FnMut(&[u8]) -> Taken) -> Result<Visited, Failed> {
        let line = Line::open(&self.host, self.port, self.tls.as_ref())?;
        let mut session = Session::greet(line)?;
        session.log_in(&self.user, self.password.reveal())?;
        session.fetch_unseen(&self.folder, take)
    }
}

/// What stands in a URL with `%` for odd characters, where it is printable ASCII.
fn plain(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let byte = if *byte == b'%' {
            let digits = text.get(at + 1..at + 3)?;
            at += 2;
            u8::from_str_radix(digits, 16).ok()?
        } else {
            *byte
        };
        at += 1;
        plain.push(Some(char::from(byte)).filter(|c| (' '..='~').contains(c))?);
    }
    Some(plain)
}

fn is_here(host: &Host<&str>) -> bool {
    match host {
        // Of schemes that it does not know the library takes no address for one.
        Host::Domain("localhost") => true,
        Host::Domain(name) => name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn tls(ca_file: Option<&Path>) -> Result<Arc<ClientConfig>, InboxRefused> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(path) = ca_file {
        let refused =
            |reason: String| InboxRefused::new("ca_file", format!("`{}` {reason}", path.display()));
        let all = CertificateDer::pem_file_iter(path)
            .map_err(|error| refused(format!("cannot be read: {error}")))?;
        for one in all {
            let one = one.map_err(|error| refused(format!("holds no certificate: {error}")))?;
            roots.add(one).map_err(|error| refused(format!("holds no authority: {error}")))?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| InboxRefused::new("imap_url", error.to_string()))?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_server_user_and_folder() {
        let url = "imaps://duban%40example.edu:p%20a%2Fss@mail.example.edu/Reports";
        let inbox = Inbox::open(url, None).unwrap().unwrap();
        assert_eq!((inbox.host.as_str(), inbox.port), ("mail.example.edu", 993));
        assert_eq!((inbox.user.as_str(), inbox.password.reveal()), ("duban@example.edu", "p a/ss"));
        assert_eq!(inbox.folder, "Reports");
        let here = Inbox::open("imap://u:p@127.0.0.1:1143", None).unwrap().unwrap();
        assert_eq!((here.port, here.folder.as_str()), (1143, "INBOX"));
        assert!(Inbox::open(" ", None).unwrap().is_none());
    }

    #[test]
    fn what_is_refused_names_its_key_and_never_the_password() {
        for url in [
            "imap://u:hunter2@mail.example.edu",
            "pop3://u:hunter2@mail.example.edu",
            "imaps://hunter2@mail.example.edu",
            "imaps://u:hunter2@mail.example.edu?tls=none",
            "imaps://u:hunter2%0A@mail.example.edu",
            "imaps:hunter2",
        ] {
            let refused = Inbox::open(url, None).err().unwrap().to_string();
            assert!(refused.starts_with("mail.imap_url: "), "{refused}");
            assert!(!refused.contains("hunter2"), "{refused}");
        }
        let none = Path::new("/nowhere/ca.pem");
        let refused = Inbox::open("imaps://u:p@h.example", Some(none)).err().unwrap().to_string();
        assert!(refused.starts_with("mail.ca_file: "), "{refused}");
    }
}
