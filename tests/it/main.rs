//! The house as people use it, from outside.
