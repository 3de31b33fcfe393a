//! From minutes to candidates: what a text asks somebody to do, where it says so, who and by when.
