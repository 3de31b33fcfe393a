//! What no letter may do to its reader.

use super::*;

#[test]
fn a_title_is_text_in_every_form_of_the_letter() {
    let mut letter = issued(Lang::En);
    letter.task.title = "<script>alert(1)</script>\r\nBcc: all@example.org".to_owned();
    let wording = letter.render().unwrap();
    assert!(!wording.html.contains("<script"), "{}", wording.html);
    assert!(!wording.subject.contains(['\r', '\n']));
    assert!(!wording.text.contains("\nBcc"));
}

#[test]
fn a_letter_fetches_nothing_from_elsewhere() {
    for lang in Lang::ALL {
        for html in [issued(lang).render().unwrap().html, digest(lang).render().unwrap().html] {
            assert!(!html.contains("<img") && !html.contains("url(") && !html.contains("src="));
            assert!(html.contains(&format!("<html lang=\"{}\">", lang.tag())));
        }
    }
}
