//! The house as people use it, from outside.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stumbles")]

mod accounts;
mod api;
mod browser;
mod college;
mod crowd;
mod dashboard;
mod databases;
mod decision_page;
mod decisions;
mod delivery;
mod demo;
mod directory;
mod documents;
mod guest;
mod house;
mod language_model;
mod ledger;
mod letters;
mod life;
mod migrations;
mod model_server;
mod names;
mod office;
mod originals;
mod outbox;
mod parts;
mod people;
mod postgres;
mod reporting;
mod review;
mod review_acts;
mod review_house;
mod review_page;
mod review_walk;
mod search;
mod shell;
mod sign_off;
mod sign_walk;
mod smtp_sink;
mod task_page;
mod tasks_cast;
mod walk;
