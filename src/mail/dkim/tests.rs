//! Seals checked by the examples of the standards, and by another's hand.

use std::path::Path;

use ring::signature::{
    ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256,
    UnparsedPublicKey, VerificationAlgorithm,
};

use super::*;

/// The message of RFC 8463, appendix A, with both of its seals.
const EXAMPLE: &str = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n \
d=football.example.com; i=@football.example.com;\r\n \
q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n \
subject : date : message-id : from : subject : date;\r\n \
bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n \
b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY\r\n \
5OsU7ZbnKELq+eXdp1Q1Dw==\r\n\
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n \
d=football.example.com; i=@football.example.com;\r\n \
q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n \
date : message-id : from : subject : date;\r\n \
bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n \
b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n \
DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n \
dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n\
From: Joe SixPack <joe@football.example.com>\r\n\
To: Suzie Q <suzie@shopping.example.net>\r\n\
Subject: Is dinner ready?\r\n\
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n\
Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\
\r\n\
Hi.\r\n\
\r\n\
We lost the game.  Are you hungry yet?\r\n\
\r\n\
Joe.\r\n";

/// Its keys, as the DNS has them.
const EXAMPLE_ED25519: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const EXAMPLE_RSA: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

/// The private Ed25519 key of the example, with the head that PKCS#8 gives it.
const EXAMPLE_SEED: &str = "-----BEGIN PRIVATE KEY-----\n\
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

/// A key that opens nothing.
const OWN_RSA: &str = include_str!("own_rsa.pem");

/// What comes before the numbers of an RSA key of 1024 bits in the DNS.
const HEAD_OF_RSA: usize = 22;

/// Whether the seal number `nth` of `mail` holds by this key: read as another mail server does.
fn holds(
    mail: &str,
    nth: usize,
    algorithm: &'static dyn VerificationAlgorithm,
    key: &[u8],
) -> bool {
    let (head, body) = parted(mail.as_bytes());
    let fields = fields(head);
    let seals: Vec<&String> = fields
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("dkim-signature"))
        .map(|(_, value)| value)
        .collect();
    let seal = seals[nth];
    let tag = |wanted: &str| -> String {
        let all = seal.split(';').filter_map(|one| one.split_once('='));
        let mut own = all.filter(|(name, _)| name.trim() == wanted);
        own.next().unwrap().1.split_whitespace().collect()
    };
    assert_eq!(tag("bh"), STANDARD.encode(Sha256::digest(relaxed_body(body))));
    let list = tag("h");
    let sealed: Vec<&str> = list.split(':').collect();
    let signed = to_be_signed(&fields, &sealed, &seal[..seal.rfind(" b=").unwrap() + 3]);
    let signature = STANDARD.decode(tag("b")).unwrap();
    let key = UnparsedPublicKey::new(algorithm, key);
    let words =
        if tag("a") == "ed25519-sha256" { Sha256::digest(&signed).to_vec() } else { signed };
    key.verify(&words, &signature).is_ok()
}

fn signer(pem: &str) -> Signer {
    let key = Arc::new(private_key(pem).unwrap());
    Signer { domain: "football.example.com".to_owned(), selector: "brisbane".to_owned(), key }
}

#[test]
fn the_seals_of_the_standard_hold() {
    let ed25519 = STANDARD.decode(EXAMPLE_ED25519).unwrap();
    assert!(holds(EXAMPLE, 0, &ED25519, &ed25519));
    let rsa = STANDARD.decode(EXAMPLE_RSA).unwrap();
    let rsa = &rsa[HEAD_OF_RSA..];
    assert!(holds(EXAMPLE, 1, &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, rsa));
    let forged = EXAMPLE.replace("Is dinner ready?", "Is breakfast ready?");
    assert!(!holds(&forged, 0, &ED25519, &ed25519));
    let restyled = EXAMPLE.replace("Subject: Is dinner", "SUBJECT:  Is\r\n dinner");
    assert!(holds(&restyled, 0, &ED25519, &ed25519), "blanks and capitals do not matter");
}

#[test]
fn our_seal_holds_and_is_the_same_every_time() {
    let mail = &EXAMPLE[EXAMPLE.find("From:").unwrap()..];
    let signer = signer(EXAMPLE_SEED);
    let sealed = String::from_utf8(signer.sign(mail.as_bytes(), 1_528_637_909).unwrap()).unwrap();
    let key = STANDARD.decode(EXAMPLE_ED25519).unwrap();
    assert!(holds(&sealed, 0, &ED25519, &key), "{sealed}");
    assert!(sealed.ends_with(mail) && sealed.contains("h=from:from:to:subject:date:message-id;"));
    assert_eq!(signer.sign(mail.as_bytes(), 1_528_637_909).unwrap(), sealed.as_bytes());
}

#[test]
fn an_rsa_key_signs_too() {
    let SigningKey::Rsa(pair) = private_key(OWN_RSA).unwrap() else { unreachable!() };
    let public = pair.public().as_ref().to_vec();
    let mail = &EXAMPLE[EXAMPLE.find("From:").unwrap()..];
    let signed = signer(OWN_RSA).sign(mail.as_bytes(), 7).unwrap();
    let signed = String::from_utf8(signed).unwrap();
    assert!(signed.contains("a=rsa-sha256") && signed.lines().all(|line| line.len() < 80));
    assert!(holds(&signed, 0, &RSA_PKCS1_2048_8192_SHA256, &public), "{signed}");
}

#[test]
fn another_from_above_ours_breaks_the_seal() {
    let mail = &EXAMPLE[EXAMPLE.find("From:").unwrap()..];
    let signed = signer(EXAMPLE_SEED).sign(mail.as_bytes(), 7).unwrap();
    let added = format!("From: Eve <eve@example.net>\r\n{}", String::from_utf8(signed).unwrap());
    assert!(!holds(&added, 0, &ED25519, &STANDARD.decode(EXAMPLE_ED25519).unwrap()));
}

#[test]
fn blanks_are_told_once_and_empty_lines_at_the_end_not_at_all() {
    assert_eq!(relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n"), b" C\r\nD E\r\n");
    assert_eq!(relaxed_body(b"a"), b"a\r\n");
    assert_eq!(relaxed_body(b"\r\n\r\n"), b"");
    assert_eq!(relaxed_field("A ", " X\r\n"), "a:X");
    assert_eq!(relaxed_field("B", " Y\t\r\n\tZ  "), "b:Y Z");
}

#[test]
fn what_is_missing_is_named() {
    let refused = |domain: &str, selector: &str, file: Option<&Path>| {
        let (domain, selector) = (domain.to_owned(), selector.to_owned());
        let settings = Dkim { domain, selector, key_file: file.map(Path::to_owned) };
        Signer::open(&settings).err().map(|error| error.to_string())
    };
    assert_eq!(refused("", "", None), None);
    assert_eq!(refused("a b", "s", None).unwrap(), "mail.dkim.domain: is no name in the DNS");
    assert!(refused("example.edu", "", None).unwrap().starts_with("mail.dkim.selector: "));
    assert!(refused("example.edu", "s", None).unwrap().starts_with("mail.dkim.key_file: "));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    std::fs::write(&path, "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----").unwrap();
    assert!(refused("example.edu", "s", Some(&path)).unwrap().contains("no private key"));
    std::fs::write(&path, "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----").unwrap();
    assert!(refused("example.edu", "s", Some(&path)).unwrap().contains("2048"));
}
