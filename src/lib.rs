//! duban (督办): every directive of a meeting becomes a task, seen through to a checked result.
//!
//! The crate is a house of floors (`docs/architecture.md`); an import only ever points down.

pub mod api;
pub mod app;
pub mod channels;
pub mod cli;
pub mod documents;
pub mod domain;
pub mod http;
pub mod i18n;
pub mod inbox;
pub mod jobs;
pub mod links;
pub mod mail;
pub mod model;
pub mod pages;
pub mod papers;
pub mod persistence;
pub mod server;
pub mod services;
pub mod settings;
pub mod store;
pub mod telemetry;
