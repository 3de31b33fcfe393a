//! Every address of the API, once: served and described from one list.

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError as _, middleware};
use utoipa::OpenApi;

use super::error::Problem;
use super::openapi::{self, Common};
use super::{
    access, attachments, brief, bulk, calendar, calendar_feed, circulars, dashboard, departments,
    directives, docs, extract, groups, history, instructions, ledger, me, meetings, milestones,
    outbox, people, reminders, robots, steps, submissions, support, tasks,
};

/// Where version 1 begins.
pub const BASE: &str = "/api/v1";

macro_rules! routes {
    ($($path:literal { $($method:ident $($handler:ident)::+),+ })+) => {
        /// Every address below [`BASE`], with its methods.
        pub const ALL: &[(&str, &[&str])] = &[$(($path, &[$(stringify!($method)),+])),+];

        /// The addresses, described.
        #[derive(OpenApi)]
        #[openapi(paths($($($($handler)::+,)+)+), modifiers(&Common))]
        pub struct Described;

        fn resources(config: &mut ServiceConfig) {
            $(
                config.service(
                    web::resource($path)
                        $(.route(web::$method().to($($handler)::+)))+
                        .default_service(web::to(wrong_method)),
                );
            )+
        }
    };
}

routes! {
    "/me" { get me::show }
    "/extract" { post extract::extract }
    "/departments" { get departments::list, post departments::create }
    "/departments/{id}" { get departments::show, patch departments::change }
    "/departments/{id}/robots" { get robots::list, post robots::add }
    "/robots/{id}/test" { post robots::test }
    "/robots/{id}/remove" { post robots::remove }
    "/people" { get people::list, post people::create }
    "/people/{id}" { get people::show, patch people::change }
    "/people/{id}/deputies" { get people::list_deputies, post people::name_deputy }
    "/deputies/{id}/end" { post people::end_deputy }
    "/bodies" { get groups::list_bodies, post groups::create_body }
    "/bodies/{id}" { get groups::show_body, patch groups::change_body }
    "/programmes" { get groups::list_programmes, post groups::create_programme }
    "/programmes/{id}" { get groups::show_programme, patch groups::change_programme }
    "/meetings" { get meetings::list, post meetings::create }
    "/meetings/{id}" { get meetings::show, patch meetings::change }
    "/meetings/{id}/brief" { get brief::show }
    "/meetings/{id}/directives" { get directives::list, post directives::add }
    "/meetings/{id}/instructions" { get instructions::list, post instructions::give }
    "/directives/{id}" { patch directives::change }
    "/directives/{id}/split" { post directives::split }
    "/directives/{id}/merge" { post directives::merge }
    "/tasks" { get tasks::list, post tasks::create }
    "/tasks/bulk" { post bulk::run }
    "/tasks/{id}" { get tasks::show, patch tasks::change }
    "/tasks/{id}/attachments" { get attachments::list, post attachments::create }
    "/ledger.xlsx" { get ledger::xlsx }
    "/ledger.csv" { get ledger::csv }
    "/attachments/{id}" { get attachments::show }
    "/tasks/{id}/events" { get history::list_events }
    "/tasks/{id}/reports" { get history::list_reports, post steps::report }
    "/tasks/{id}/milestones" { get milestones::list, post milestones::add }
    "/milestones/{id}" { patch milestones::change }
    "/tasks/{id}/requests" { post steps::request }
    "/tasks/{id}/issue" { post steps::issue }
    "/tasks/{id}/recall" { post steps::recall }
    "/tasks/{id}/acknowledge" { post steps::acknowledge }
    "/tasks/{id}/return" { post steps::send_back }
    "/tasks/{id}/transfer" { post steps::transfer }
    "/tasks/{id}/instructions" { post steps::instruct }
    "/tasks/{id}/invitations" { post support::invite }
    "/invitations/{id}/accept" { post support::accept }
    "/invitations/{id}/decline" { post support::decline }
    "/tasks/{id}/questions" { post support::question }
    "/tasks/{id}/urge" { post steps::urge }
    "/tasks/{id}/suspend" { post steps::suspend }
    "/tasks/{id}/resume" { post steps::resume }
    "/tasks/{id}/cancel" { post steps::cancel }
    "/tasks/{id}/reopen" { post steps::reopen }
    "/tasks/{id}/finish" { post steps::finish }
    "/requests/{id}/confirm" { post steps::confirm }
    "/requests/{id}/opinion" { post steps::advise }
    "/people/{id}/handover" { post people::hand_over }
    "/departments/{id}/merge" { post departments::merge }
    "/requests/{id}/approve" { post steps::approve }
    "/requests/{id}/reject" { post steps::reject }
    "/requests/{id}/withdraw" { post steps::withdraw }
    "/submissions" { get submissions::list, post submissions::create }
    "/submissions/{id}" { get submissions::show }
    "/submissions/{id}/sign" { post submissions::sign }
    "/submissions/{id}/return" { post submissions::send_back }
    "/submissions/{id}/withdraw" { post submissions::withdraw }
    "/circulars" { get circulars::list, post circulars::create }
    "/circulars/{id}" { get circulars::show, patch circulars::change }
    "/circulars/{id}/retake" { post circulars::retake }
    "/circulars/{id}/submit" { post circulars::submit }
    "/circulars/{id}/withdraw" { post circulars::withdraw }
    "/circulars/{id}/return" { post circulars::send_back }
    "/circulars/{id}/sign" { post circulars::sign }
    "/circulars/{id}/discard" { post circulars::discard }
    "/circulars/{id}/send" { post circulars::send }
    "/dashboard" { get dashboard::show }
    "/outbox" { get outbox::list }
    "/outbox/{id}/resend" { post outbox::resend }
    "/reminders/preview" { get reminders::preview }
    "/reminder-rules" { get reminders::list_rules, post reminders::put_rule }
    "/calendar/{secret}.ics" { get calendar_feed::show }
    "/reminder-rules/top-leaders" { get reminders::top_leaders, patch reminders::turn_top_leaders }
    "/calendar-days" { get calendar::list, post calendar::add }
}

/// Registers everything under `/api`.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/api/docs", web::get().to(docs::page))
        .route("/api/v1/openapi.json", web::get().to(openapi::serve))
        .service(
            web::scope(BASE)
                .wrap(middleware::from_fn(access::authenticate))
                .configure(resources)
                .default_service(web::to(no_route)),
        )
        .service(web::scope("/api").default_service(web::to(no_route)));
}

async fn no_route(request: HttpRequest) -> HttpResponse {
    Problem::no_route(request.path()).error_response()
}

async fn wrong_method(request: HttpRequest) -> HttpResponse {
    let pattern = request.match_pattern().unwrap_or_default();
    let path = pattern.strip_prefix(BASE).unwrap_or(&pattern);
    let methods = ALL.iter().find(|(known, _)| *known == path).map_or(&[][..], |(_, all)| all);
    let allowed = methods.iter().map(|name| name.to_uppercase()).collect::<Vec<_>>().join(", ");
    Problem::method_not_allowed(request.method().as_str(), &allowed).error_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_address_is_described_and_nothing_else() {
        let document = serde_json::to_value(openapi::document()).unwrap();
        let described: BTreeSet<(String, String)> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, item)| {
                let methods = item.as_object().unwrap().keys();
                methods.map(|method| (path.clone(), method.clone())).collect::<Vec<_>>()
            })
            .collect();
        let served = ALL
            .iter()
            .flat_map(|(path, methods)| {
                methods.iter().map(|method| ((*path).to_owned(), (*method).to_owned()))
            })
            .collect();

        assert_eq!(described, served);
    }
}
