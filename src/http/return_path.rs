//! Where to go after a detour: only ever to a page of ours.

/// `path` if it is one of our own; anything that could lead elsewhere is not.
pub fn local_path(path: &str) -> Option<&str> {
    let mut letters = path.chars();
    let own = letters.next() == Some('/')
        && !matches!(letters.next(), Some('/' | '\\'))
        && path.chars().all(|c| !c.is_control() && c != '\\')
        && path.len() <= 2_000;
    own.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detour_ends_at_home() {
        assert_eq!(local_path("/tasks/7?tab=history"), Some("/tasks/7?tab=history"));
        assert_eq!(local_path("/"), Some("/"));
        for elsewhere in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb"]
        {
            assert_eq!(local_path(elsewhere), None, "{elsewhere:?}");
        }
    }
}
