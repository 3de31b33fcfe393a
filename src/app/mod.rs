//! The handles that a use case needs; decides nothing.

mod act;
mod handles;
mod house;
mod secret;

pub use act::Act;
pub use handles::{App, NotOpened, actor_of, open_store};
pub use house::House;
pub use secret::Secret;
