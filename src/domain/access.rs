//! Credentials beside the password: links that work once, tokens for programs.

use super::named::named;

named! {
    /// What a one-time link opens.
    LinkPurpose, "a purpose of a link" {
        /// The first administrator's form.
        SetUp = "set_up",
        /// A new account's first password.
        Invitation = "invitation",
        /// A new password for one that was forgotten.
        Password = "password",
    }
}

named! {
    /// How far a token of the API reaches.
    Scope, "a scope" {
        /// Looks.
        Read = "read",
        /// Looks and changes.
        Write = "write",
    }
}
