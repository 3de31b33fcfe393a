//! Proof that a form was ours: a code bound to the visitor's cookie under the server's secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a form shown to the holder of `cookie` must send back.
pub fn code(secret: &[u8], cookie: &str) -> String {
    URL_SAFE_NO_PAD.encode(mac(secret, cookie).finalize().into_bytes())
}

/// Whether `presented` is the code for `cookie`; takes the same time for every wrong answer.
pub fn matches(secret: &[u8], cookie: &str, presented: &str) -> bool {
    URL_SAFE_NO_PAD
        .decode(presented)
        .is_ok_and(|bytes| mac(secret, cookie).verify_slice(&bytes).is_ok())
}

fn mac(secret: &[u8], cookie: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("a key may have any length");
    mac.update(b"form\0");
    mac.update(cookie.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_holds_for_one_cookie_and_one_secret() {
        let code = code(b"secret", "cookie");

        assert!(matches(b"secret", "cookie", &code));
        assert!(!matches(b"secret", "another", &code));
        assert!(!matches(b"other", "cookie", &code));
        assert!(!matches(b"secret", "cookie", ""));
        assert!(!matches(b"secret", "cookie", "not base64!"));
    }
}
