# The server in a container that runs as nobody in particular and keeps everything in /var/lib/duban.

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# TLS to PostgreSQL is compiled in; OpenSSL is built from source for it.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --features postgres-tls \
    && install -D target/release/duban /out/duban

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/duban --create-home duban
COPY --from=build /out/duban /usr/local/bin/duban
COPY LICENSE /usr/share/doc/duban/LICENSE
USER 10001
WORKDIR /var/lib/duban
VOLUME /var/lib/duban
# Behind a proxy, set DUBAN_SERVER__PUBLIC_URL and DUBAN_SERVER__TRUSTED_PROXIES.
ENV DUBAN_DATABASE__URL=sqlite:///var/lib/duban/duban.db \
    DUBAN_SERVER__BIND=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD curl --fail --silent --show-error http://127.0.0.1:8080/readyz || exit 1
ENTRYPOINT ["duban"]
CMD ["serve"]
