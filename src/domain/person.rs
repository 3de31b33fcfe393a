//! People: who they are to the organisation and what they may be called by.

use std::fmt;
use std::str::FromStr;

use super::named::named;
use super::{DepartmentId, PersonId};

named! {
    /// What an account is for.
    Role, "a role" {
        /// Installs and keeps the house; may do everything.
        Admin = "admin",
        /// Office head 办公室主任: signs.
        OfficeHead = "office_head",
        /// Clerk 督办员: assigns and follows.
        Clerk = "clerk",
        /// Leader 领导: instructs and decides.
        Leader = "leader",
        /// Everybody in a department; heads and contacts are named by their department.
        Staff = "staff",
        /// Reads and exports, nothing else.
        Observer = "observer",
    }
}

impl Role {
    /// Clerk, office head or administrator: those who run the supervision.
    pub fn runs_office(self) -> bool {
        matches!(self, Self::Admin | Self::OfficeHead | Self::Clerk)
    }
}

/// Someone with an account, or someone to be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their identity.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their title 职务.
    pub title: Option<String>,
    /// Where letters go.
    pub email: Option<EmailAddress>,
    /// Employee number.
    pub employee_no: Option<String>,
    /// Telephone; a clerk's stands on every paper and mail.
    pub phone: Option<String>,
    /// What the account is for.
    pub role: Role,
    /// Whether they are a top leader 主要领导.
    pub top_leader: bool,
    /// The department they belong to.
    pub department_id: Option<DepartmentId>,
    /// The language they read; the organisation's where empty.
    pub locale: Option<String>,
    /// Whether they can sign in and be assigned anything.
    pub active: bool,
}

/// An address a letter can be sent to. Holding one means it has been checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// A text that is not an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an e-mail address")]
pub struct NotAnAddress(pub String);

impl EmailAddress {
    /// What two spellings of one address have in common: addresses are unique without regard to case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl AsRef<str> for EmailAddress {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for EmailAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        let refused = || NotAnAddress(text.to_owned());
        let (local, domain) = trimmed.rsplit_once('@').ok_or_else(refused)?;
        let plain = |part: &str, extra: &str| {
            !part.is_empty()
                && !part.starts_with('.')
                && !part.ends_with('.')
                && !part.contains("..")
                && part.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
        };
        let fits = local.len() <= 64 && trimmed.len() <= 254;
        if fits && plain(local, "!#$%&'*+-/=?^_`{|}~.") && plain(domain, "-.") {
            Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
        } else {
            Err(refused())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_trimmed_and_its_domain_lowered() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(text.parse::<EmailAddress>().unwrap().as_ref(), expected);
        }

        case("anna@example.org", "anna@example.org");
        case("  Anna@Example.ORG ", "Anna@example.org");
    }

    #[test]
    fn what_is_no_address_is_quoted_back() {
        #[track_caller]
        fn refused(text: &str) {
            assert!(text.parse::<EmailAddress>().is_err(), "{text}");
        }

        refused("anna.example.org");
        refused("@example.org");
        refused("an na@example.org");
        refused("anna@example..org");
        refused("anna@example.org\r\nBcc: all@example.org");
        assert_eq!(
            "anna".parse::<EmailAddress>().unwrap_err().to_string(),
            "`anna` is not an e-mail address"
        );
    }
}
