//! Which page answers where. Everything here is behind [`crate::http::session::recognise`].

use actix_web::web::{self, ServiceConfig};

use super::{account, home, intake, meetings, password, review, set_up, sign_in};

/// The shell: front door, sign-in, account.
pub fn shell(config: &mut ServiceConfig) {
    config
        .route("/", web::get().to(home::show))
        .route("/language/{tag}", web::get().to(home::language))
        .route("/sign-in", web::get().to(sign_in::show))
        .route("/sign-in", web::post().to(sign_in::enter))
        .route("/sign-in/demo", web::post().to(sign_in::enter_demo))
        .route("/sign-out", web::post().to(sign_in::leave))
        .route("/forgotten", web::get().to(password::forgotten))
        .route("/forgotten", web::post().to(password::send))
        .route("/links/{purpose}/{token}", web::get().to(password::show))
        .route("/links/{purpose}/{token}", web::post().to(password::set))
        .route("/set-up/{token}", web::get().to(set_up::show))
        .route("/set-up/{token}", web::post().to(set_up::finish))
        .route("/account", web::get().to(account::show))
        .route("/account/reading", web::post().to(account::reading))
        .route("/account/password", web::post().to(account::change_password))
        .route("/account/sessions", web::post().to(account::end_sessions));
}

/// Meetings: minutes taken in, reviewed, looked up.
pub fn meetings(config: &mut ServiceConfig) {
    config
        .route("/meetings", web::get().to(meetings::list))
        .route("/meetings/new", web::get().to(intake::new))
        .route("/meetings/new", web::post().to(intake::file))
        .route("/meetings/{id}", web::get().to(meetings::show))
        .route("/meetings/{id}/review", web::get().to(review::show))
        .route("/meetings/{id}/review", web::post().to(review::decide))
        .route("/meetings/{id}/edit", web::get().to(intake::edit))
        .route("/meetings/{id}/edit", web::post().to(intake::change));
}
