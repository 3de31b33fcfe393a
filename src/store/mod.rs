//! Files by their content: what is equal is kept once, under its SHA-256.

mod folder;

pub use folder::Store;
