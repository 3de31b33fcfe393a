//! Which language a visitor reads: the account's, else the cookie's, else the browser's.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::ACCEPT_LANGUAGE;

use crate::i18n::Lang;

/// The cookie that remembers a choice made before signing in.
const COOKIE: &str = "language";

/// The language for `request`, where `account` is what the signed-in person chose and `house` what
/// the organisation shows first.
pub fn of(request: &HttpRequest, account: Option<Lang>, house: Lang) -> Lang {
    account.or_else(|| by_cookie(request)).or_else(|| by_browser(request)).unwrap_or(house)
}

/// A cookie that remembers `lang` for a year.
pub fn cookie(lang: Lang) -> Cookie<'static> {
    Cookie::build(COOKIE, lang.tag())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish()
}

fn by_cookie(request: &HttpRequest) -> Option<Lang> {
    request.cookie(COOKIE)?.value().parse().ok()
}

fn by_browser(request: &HttpRequest) -> Option<Lang> {
    Lang::accepted(request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_account_is_asked_before_the_cookie_and_the_cookie_before_the_browser() {
        let request = TestRequest::default()
            .insert_header((ACCEPT_LANGUAGE, "zh-CN,zh;q=0.9"))
            .cookie(cookie(Lang::En))
            .to_http_request();
        assert_eq!(of(&request, Some(Lang::ZhCn), Lang::En), Lang::ZhCn);
        assert_eq!(of(&request, None, Lang::ZhCn), Lang::En);

        let without = TestRequest::default()
            .insert_header((ACCEPT_LANGUAGE, "zh-CN,zh;q=0.9"))
            .to_http_request();
        assert_eq!(of(&without, None, Lang::En), Lang::ZhCn);
    }

    #[test]
    fn who_says_nothing_gets_what_the_house_shows_first() {
        let request = TestRequest::default().to_http_request();
        assert_eq!(of(&request, None, Lang::ZhCn), Lang::ZhCn);
    }
}
