//! The ways in which a page answers.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use askama::Template;

/// A rendered page.
pub fn page(template: &impl Template) -> HttpResponse {
    match template.render() {
        Ok(html) => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(html),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            HttpResponse::InternalServerError().finish()
        }
    }
}

/// A page whose form came back: nothing was done.
pub fn returned(template: &impl Template) -> HttpResponse {
    let mut response = page(template);
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

/// What follows a form that worked: look at `path`.
pub fn see_other(path: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path.as_ref())).finish()
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use crate::http::FormErrors;
    use crate::i18n::Lang;
    use crate::pages::Bar;

    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% import "parts/form.html" as form %}{% import "parts/mark.html" as mark -%}
{% call form::errsum(lang, errors) %}{% endcall %}
{% call form::line(errors, "text", "title", "Title", "Short", title, " required") %}{% endcall %}
{% call form::choice(errors, "lead", "Lead", "") %}{% call form::option(1, "Office", true) %}{% endcall %}{% endcall %}
{% call mark::light("over", "Overdue") %}{% endcall %}{% call mark::bar(bar) %}{% endcall %}"#
    )]
    struct Sample {
        lang: Lang,
        errors: FormErrors,
        title: String,
        bar: Bar,
    }

    #[test]
    fn a_form_comes_back_filled_in_with_what_was_wrong() {
        let mut errors = FormErrors::default();
        errors.add("title", "a title has at most 300 characters");
        let bar = Bar::of([("over", 1)]);
        let html =
            Sample { lang: Lang::En, errors, title: "<b>".to_owned(), bar }.render().unwrap();

        let expected = r##"<div class="errsum" role="alert" aria-labelledby="es" tabindex="-1"><h2 id="es">Not saved: one thing to put right</h2><ul><li><a href="#title">a title has at most 300 characters</a></li></ul></div>
<div class="field field--bad"><label for="title">Title</label><p class="field__err" id="title-e"><svg class="i" aria-hidden="true"><use href="#i-err"/></svg><span>a title has at most 300 characters</span></p><input type="text" id="title" name="title" value="&#60;b&#62;" required aria-invalid="true" aria-describedby="title-h title-e"><span class="hint" id="title-h">Short</span></div>
<div class="field"><label for="lead">Lead</label><select id="lead" name="lead"><option value="1" selected>Office</option></select></div>
<span class="light light--over"><svg class="m" aria-hidden="true"><use href="#m-over"/></svg>Overdue</span><svg class="bar" aria-hidden="true"><rect class="x-over" x="0.00%" y="0" width="100.00%" height="100%"/></svg>"##;
        assert_eq!(html, expected);
    }
}
