# `just` lists what there is; `just ci` is exactly what continuous integration runs.

_default:
    @just --list --unsorted

# Formatting, lints, tests
[group('check')]
check: && test
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings

# All tests; what needs a browser, a mail server or PostgreSQL says so where it is missing
[group('check')]
test *FILTER:
    cargo test --locked {{ FILTER }}

# All tests, and none on PostgreSQL may be left out
[group('check')]
test-postgres *FILTER:
    DUBAN_TEST_REQUIRE=postgres cargo test --locked {{ FILTER }}

# Random input for all that reads texts and documents; needs a C++ compiler
[group('check')]
fuzz SECONDS="60" *TARGETS:
    fuzz/run {{ SECONDS }} {{ TARGETS }}

# Licences and sources of everything we build upon
[group('check')]
deny:
    cargo deny --all-features check licenses bans sources

# What continuous integration runs
[group('check')]
ci:
    .ci/run

# The demonstration on http://127.0.0.1:8080
[group('run')]
demo *ARGS:
    cargo run -- demo {{ ARGS }}

# A server on an own database in ./tmp
[group('run')]
run *ARGS:
    mkdir -p tmp
    DUBAN_DATABASE__URL=sqlite://tmp/duban.db cargo run -- {{ ARGS }}

# Empty up and down files for a new migration, in both folders
[group('write')]
migrate NAME:
    #!/usr/bin/env bash
    set -euo pipefail
    stamp=$(date -u +%Y-%m-%d-%H%M%S)
    for database in sqlite postgres; do
        folder="migrations/$database/${stamp}_{{ NAME }}"
        mkdir -p "$folder"
        touch "$folder/up.sql" "$folder/down.sql"
        echo "$folder"
    done

# The documentation of the code
[group('write')]
doc:
    cargo doc --no-deps --document-private-items --open
