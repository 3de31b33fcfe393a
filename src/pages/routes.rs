//! Which page answers where. Everything here is behind [`crate::http::session::recognise`].

use actix_web::web::{self, ServiceConfig};

use super::{
    account, attachments, calendar, departments, deputies, groups, handover, home, import, intake,
    mailbox, meetings, merge, password, people, person, programme, reminders, review, robots,
    set_up, sign_in, wall_displays,
};

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
        .route("/account/keys", web::post().to(account::keys))
        .route("/account/hour", web::post().to(account::hour))
        .route("/account/channel", web::post().to(account::channel))
        .route("/account/test", web::post().to(account::test))
        .route("/account/calendar", web::post().to(account::calendar))
        .route("/account/password", web::post().to(account::change_password))
        .route("/account/sessions", web::post().to(account::end_sessions));
}

/// Departments, people, bodies, programmes.
pub fn directory(config: &mut ServiceConfig) {
    config
        .route("/people", web::get().to(people::show))
        .route("/people/new", web::get().to(person::blank))
        .route("/people/new", web::post().to(person::add))
        .route("/people/{id}", web::get().to(person::show))
        .route("/people/{id}", web::post().to(person::change))
        .route("/people/{id}/address", web::post().to(person::confirm_address))
        .route("/people/{id}/test", web::post().to(person::test))
        .route("/people/{id}/invite", web::post().to(person::invite))
        .route("/people/{id}/deputies", web::get().to(deputies::show))
        .route("/people/{id}/deputies", web::post().to(deputies::name))
        .route("/people/{id}/deputies/{deputy}/end", web::post().to(deputies::end))
        .route("/people/{id}/handover", web::get().to(handover::show))
        .route("/people/{id}/handover", web::post().to(handover::hand))
        .route("/departments/{id}/merge", web::get().to(merge::show))
        .route("/departments/{id}/merge", web::post().to(merge::merge))
        .route("/departments/new", web::get().to(departments::blank))
        .route("/departments/new", web::post().to(departments::add))
        .route("/departments/{id}", web::get().to(departments::show))
        .route("/departments/{id}", web::post().to(departments::change))
        .route("/departments/{id}/robots", web::get().to(robots::show))
        .route("/departments/{id}/robots", web::post().to(robots::add))
        .route("/robots/{id}/test", web::post().to(robots::test))
        .route("/robots/{id}/remove", web::post().to(robots::remove))
        .route("/bodies", web::get().to(groups::bodies))
        .route("/bodies", web::post().to(groups::add_body))
        .route("/bodies/{id}", web::post().to(groups::change_body))
        .route("/programmes", web::get().to(groups::programmes))
        .route("/programmes", web::post().to(groups::add_programme))
        .route("/programmes/{id}", web::get().to(programme::show))
        .route("/programmes/{id}", web::post().to(groups::change_programme));
}

/// Tables of others taken in.
pub fn tables(config: &mut ServiceConfig) {
    config
        .route("/import", web::get().to(import::blank))
        .route("/import", web::post().to(import::bring))
        .route("/import/{id}", web::get().to(import::show))
        .route("/import/{id}", web::post().to(import::decide));
}

/// Meetings: minutes taken in, reviewed, looked up.
pub fn meetings(config: &mut ServiceConfig) {
    config
        .route("/attachments/{id}", web::get().to(attachments::download))
        .route("/meetings", web::get().to(meetings::list))
        .route("/meetings/new", web::get().to(intake::new))
        .route("/meetings/new", web::post().to(intake::file))
        .route("/meetings/{id}", web::get().to(meetings::show))
        .route("/meetings/{id}/instruct", web::post().to(meetings::instruct))
        .route("/meetings/{id}/review", web::get().to(review::show))
        .route("/meetings/{id}/review", web::post().to(review::decide))
        .route("/meetings/{id}/review/stamp", web::get().to(review::stamp))
        .route("/meetings/{id}/edit", web::get().to(intake::edit))
        .route("/meetings/{id}/edit", web::post().to(intake::change));
}

/// Reminders, the outbox, displays on walls, and the mailbox of a house without a mail server.
pub fn letters(config: &mut ServiceConfig) {
    config
        .route("/reminders", web::get().to(reminders::show))
        .route("/reminders", web::post().to(reminders::save))
        .route("/reminders/try", web::post().to(reminders::try_out))
        .route("/calendar", web::get().to(calendar::show))
        .route("/calendar", web::post().to(calendar::add))
        .route("/calendar/import", web::post().to(calendar::import))
        .route("/calendar/week", web::post().to(calendar::week))
        .route("/calendar/{id}/remove", web::post().to(calendar::remove))
        .route("/wall-displays", web::get().to(wall_displays::show))
        .route("/wall-displays", web::post().to(wall_displays::make))
        .route("/wall-displays/{id}/revoke", web::post().to(wall_displays::revoke))
        .route("/letters/{id}/resend", web::post().to(reminders::resend))
        .route("/mailbox", web::get().to(mailbox::show))
        .route("/mailbox/{id}", web::get().to(mailbox::letter));
}
