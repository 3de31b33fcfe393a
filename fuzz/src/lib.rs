//! What the targets fuzz: the two rooms of the program that read what strangers send, built by
//! themselves. They import from no other room, so neither the web nor the databases are compiled.

#[path = "../../src/documents/mod.rs"]
pub mod documents;
#[path = "../../src/domain/mod.rs"]
pub mod domain;

pub mod college;
pub mod made;
pub mod reading;
