//! The page for what did not happen.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError as _};
use askama::Template;

use super::{Frame, Nav, page, see_other, sign_in};
use crate::http::{Failure, Interrupted, Visit, session};

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    status: u16,
    title: &'a str,
    text: &'a str,
    reference: Option<&'a str>,
}

/// Middleware: a failure leaves as a page in the visitor's language, or as the way to the sign-in.
pub async fn dress(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let interrupted = Interrupted::read(&mut request).await?;
    let response = next.call(request).await?.map_into_boxed_body();
    let Some(failure) = response.response().error().and_then(Error::as_error::<Failure>) else {
        return Ok(response);
    };
    let Some(visit) = session::visit_of(response.request()) else { return Ok(response) };
    let dressed = match (failure, interrupted) {
        (Failure::SignInNeeded, Some(interrupted)) => {
            sign_in::interrupted(session::app_of(response.request()), &visit, interrupted)
                .await
                .unwrap_or_else(|failure| failure_page(&visit, &failure))
        }
        (Failure::SignInNeeded, None) => {
            see_other(sign_in_path(&visit, response.request().method()))
        }
        (failure, _) => failure_page(&visit, failure),
    };
    Ok(response.into_response(dressed))
}

/// The sign-in, from which one comes back to the page that was asked for.
fn sign_in_path(visit: &Visit, method: &Method) -> String {
    if method != Method::GET || visit.path == "/" {
        return "/sign-in".to_owned();
    }
    let back: String = url::form_urlencoded::byte_serialize(visit.path.as_bytes()).collect();
    format!("/sign-in?back={back}")
}

fn failure_page(visit: &Visit, failure: &Failure) -> HttpResponse {
    let frame = Frame::of(visit, Nav::Elsewhere);
    let told = failure.explain(visit.lang);
    let status = failure.status_code();
    let (title, text, reference) = (&told.title, &told.text, told.reference.as_deref());
    let mut response = page(&ErrorPage { frame, status: status.as_u16(), title, text, reference });
    *response.status_mut() = status;
    response
}

/// Where no page answers.
pub async fn no_page() -> Result<HttpResponse, Failure> {
    Err(Failure::NoPage)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::{PersonId, Role};
    use crate::http::SignedInPerson;
    use crate::i18n::Lang;

    fn frame(lang: Lang, role: Option<Role>) -> Frame {
        let today = NaiveDate::from_ymd_opt(2023, 6, 16).unwrap();
        let person = role.map(|role| SignedInPerson {
            id: PersonId(1),
            name: "A <clerk>".to_owned(),
            title: None,
            role,
            roles: vec![role],
        });
        let visit = Visit {
            lang,
            theme: None,
            person,
            csrf: "c".to_owned(),
            path: "/x?y=1&z=2".to_owned(),
            organisation: "Jiajia".to_owned(),
            today,
            local_time: today.and_hms_opt(9, 40, 0).unwrap(),
            demo: false,
        };
        Frame::of(&visit, Nav::Elsewhere)
    }

    fn html(lang: Lang, role: Option<Role>) -> String {
        let frame = frame(lang, role);
        let (title, text) = ("There is <no> such page", "Nothing has been lost.");
        let page = ErrorPage { frame, status: 404, title, text, reference: Some("E-1") };
        page.render().unwrap()
    }

    #[test]
    fn the_shell_shows_each_role_its_own_entries() {
        let clerk = html(Lang::En, Some(Role::Clerk));
        assert!(clerk.contains(r#"<a href="/desk">Desk</a>"#), "{clerk}");
        assert!(clerk.contains("/language/zh-CN?back=%2Fx%3Fy%3D1%26z%3D2"), "{clerk}");
        assert!(clerk.contains("A &#60;clerk&#62;"), "{clerk}");
        assert!(clerk.contains("Figures as at 16 June 2023, 09:40"), "{clerk}");

        let staff = html(Lang::ZhCn, Some(Role::Staff));
        assert!(staff.contains("本部门") && !staff.contains("工作台"), "{staff}");
        assert!(staff.contains("数据截至2023年6月16日09:40"), "{staff}");
    }

    #[test]
    fn who_is_not_signed_in_sees_no_entries() {
        let html = html(Lang::En, None);
        assert!(!html.contains("class=\"nav\"") && html.contains("/sign-in"), "{html}");
        assert!(!html.contains("style=") && !html.contains("onclick"), "{html}");
    }
}
