//! The line to the server: bytes there and back, each within its time and all within one.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

/// How long the server may be silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long one visit may take.
const VISIT: Duration = Duration::from_mins(5);

/// A line, with TLS or plain.
pub enum Line {
    /// With TLS.
    Secure(Box<StreamOwned<ClientConnection, Timed>>),
    /// As it is.
    Plain(Timed),
}

impl Line {
    /// Calls the server.
    pub fn open(host: &str, port: u16, tls: Option<&Arc<ClientConfig>>) -> io::Result<Self> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let mut last = io::Error::new(io::ErrorKind::NotFound, format!("`{host}` has no address"));
        for address in (bare, port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                Ok(stream) => return Self::over(Timed::new(stream, PATIENCE, VISIT), bare, tls),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn over(timed: Timed, host: &str, tls: Option<&Arc<ClientConfig>>) -> io::Result<Self> {
        let Some(config) = tls else { return Ok(Self::Plain(timed)) };
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        let talk = ClientConnection::new(Arc::clone(config), name).map_err(io::Error::other)?;
        Ok(Self::Secure(Box::new(StreamOwned::new(talk, timed))))
    }
}

impl Read for Line {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Secure(stream) => stream.read(into),
            Self::Plain(stream) => stream.read(into),
        }
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Secure(stream) => stream.write(bytes),
            Self::Plain(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Secure(stream) => stream.flush(),
            Self::Plain(stream) => stream.flush(),
        }
    }
}

/// A stream that neither falls silent for long nor lasts for ever.
pub struct Timed {
    stream: TcpStream,
    patience: Duration,
    until: Instant,
}

impl Timed {
    fn new(stream: TcpStream, patience: Duration, whole: Duration) -> Self {
        Self { stream, patience, until: Instant::now() + whole }
    }

    /// How long the next step may take.
    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now()).min(self.patience);
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for Timed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        self.stream.read(into)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn pair(patience: u64, whole: u64) -> (Timed, TcpStream) {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(server.local_addr().unwrap()).unwrap();
        let (patience, whole) = (Duration::from_millis(patience), Duration::from_millis(whole));
        (Timed::new(stream, patience, whole), server.accept().unwrap().0)
    }

    #[test]
    fn silence_ends() {
        let (mut line, _silent) = pair(50, 60_000);
        let error = line.read(&mut [0; 8]).unwrap_err();
        assert!(matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut));
    }

    #[test]
    fn a_server_that_drips_does_not_hold_the_line_for_ever() {
        let (mut line, mut server) = pair(60_000, 50);
        server.write_all(b"*").unwrap();
        assert_eq!(line.read(&mut [0; 8]).unwrap(), 1);
        let error = line.read(&mut [0; 8]).unwrap_err();
        assert!(matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut));
        server.write_all(b"*").unwrap();
        assert_eq!(line.read(&mut [0; 8]).unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}
