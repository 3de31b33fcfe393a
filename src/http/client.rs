//! Where a request really comes from.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::HttpRequest;

use crate::app::App;

/// The visitor's address, as the settings' `server.trusted_proxies` let us believe it.
pub fn of(request: &HttpRequest, app: &App) -> IpAddr {
    let peer = request.peer_addr().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.ip());
    let header = request.headers().get("x-forwarded-for");
    let forwarded = header.and_then(|header| header.to_str().ok()).unwrap_or_default();
    address(peer, forwarded, |proxy| app.settings.server.trusted_proxies.contains(&proxy))
}

/// The visitor's address: the peer's, or, where the peer is a proxy that we trust, the nearest
/// address in `X-Forwarded-For` that is not. What lies further left can be forged by anybody.
pub fn address(peer: IpAddr, forwarded_for: &str, trusted: impl Fn(IpAddr) -> bool) -> IpAddr {
    let mut nearest = peer;
    for hop in forwarded_for.rsplit(',') {
        if !trusted(nearest) {
            break;
        }
        match hop.trim().parse() {
            Ok(address) => nearest = address,
            Err(_) => break,
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        #[track_caller]
        fn case(peer: &str, header: &str, expected: &str) {
            let trusted = |address: IpAddr| address == IpAddr::from([10, 0, 0, 1]);
            let found = address(peer.parse().unwrap(), header, trusted);
            assert_eq!(found, expected.parse::<IpAddr>().unwrap());
        }

        case("192.0.2.7", "", "192.0.2.7");
        case("192.0.2.7", "203.0.113.9", "192.0.2.7");
        case("10.0.0.1", "203.0.113.9", "203.0.113.9");
        case("10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9");
        case("10.0.0.1", "203.0.113.9, 10.0.0.1", "203.0.113.9");
        case("10.0.0.1", "nonsense", "10.0.0.1");
    }
}
