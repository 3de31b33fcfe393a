//! The place that an answer sends to.

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;

/// The id in that place: 12 in `/meetings/12/review`.
pub fn id_in_place(answer: &HttpResponse) -> Option<i64> {
    let place = answer.headers().get(LOCATION)?.to_str().ok()?;
    place.split('/').find_map(|part| part.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_read_from_the_place() {
        let sent = |place: &str| {
            id_in_place(&HttpResponse::SeeOther().insert_header((LOCATION, place)).finish())
        };
        assert_eq!(sent("/meetings/12/review"), Some(12));
        assert_eq!(sent("/api/v1/meetings/7"), Some(7));
        assert_eq!(sent("/meetings"), None);
        assert_eq!(id_in_place(&HttpResponse::Ok().finish()), None);
    }
}
