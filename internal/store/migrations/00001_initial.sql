-- One dialect for both engines. TEXT compares byte by byte (PostgreSQL gets
-- COLLATE "C"), times are Unix milliseconds with 0 for "none", JSON is TEXT.
-- A unique index is named after its table and columns: errors.go reads them.

-- The one row that every change locks first: the configuration version, the
-- number and hash of the last audit event, and the oldest version whose
-- changes are still listed.
CREATE TABLE head (
    id           BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    version      BIGINT NOT NULL,
    seq          BIGINT NOT NULL,
    hash         TEXT   NOT NULL,
    changes_from BIGINT NOT NULL
);
INSERT INTO head (id, version, seq, hash, changes_from) VALUES (1, 0, 0, '', 1);

CREATE TABLE changes (
    version BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    PRIMARY KEY (version, kind, id)
);

CREATE TABLE audit (
    seq            BIGINT NOT NULL PRIMARY KEY,
    id             TEXT   NOT NULL,
    at             BIGINT NOT NULL,
    actor_type     TEXT   NOT NULL,
    actor_id       TEXT   NOT NULL,
    actor_name     TEXT   NOT NULL,
    actor_ip       TEXT   NOT NULL,
    action         TEXT   NOT NULL,
    resource_type  TEXT   NOT NULL,
    resource_id    TEXT   NOT NULL,
    resource_name  TEXT   NOT NULL,
    changes        TEXT   NOT NULL,
    correlation_id TEXT   NOT NULL,
    request_id     TEXT   NOT NULL,
    prev_hash      TEXT   NOT NULL,
    hash           TEXT   NOT NULL
);
CREATE UNIQUE INDEX audit_id ON audit (id);
CREATE INDEX audit_by_resource ON audit (resource_id, seq);
CREATE INDEX audit_by_resource_type ON audit (resource_type, seq);
CREATE INDEX audit_by_action ON audit (action, seq);
CREATE INDEX audit_by_actor_id ON audit (actor_id, seq);
CREATE INDEX audit_by_actor_name ON audit (actor_name, seq);
CREATE INDEX audit_by_time ON audit (at, seq);

CREATE TABLE clients (
    id            TEXT   NOT NULL PRIMARY KEY,
    name          TEXT   NOT NULL,
    description   TEXT   NOT NULL,
    contact_email TEXT   NOT NULL,
    status        TEXT   NOT NULL,
    labels        TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    version       BIGINT NOT NULL
);
CREATE UNIQUE INDEX clients_name ON clients (name);

CREATE TABLE policies (
    id              TEXT   NOT NULL PRIMARY KEY,
    name            TEXT   NOT NULL,
    description     TEXT   NOT NULL,
    rate            TEXT   NOT NULL,
    quota           TEXT   NOT NULL,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    version         BIGINT NOT NULL
);
CREATE UNIQUE INDEX policies_name ON policies (name);

CREATE TABLE collections (
    id                  TEXT   NOT NULL PRIMARY KEY,
    name                TEXT   NOT NULL,
    title               TEXT   NOT NULL,
    base_path           TEXT   NOT NULL,
    definition          TEXT   NOT NULL,
    digest              TEXT   NOT NULL,
    published_revision  BIGINT NOT NULL,
    published_digest    TEXT   NOT NULL,
    published_base_path TEXT,
    created_at          BIGINT NOT NULL,
    updated_at          BIGINT NOT NULL,
    version             BIGINT NOT NULL
);
CREATE UNIQUE INDEX collections_name ON collections (name);
CREATE UNIQUE INDEX collections_base_path ON collections (base_path);
CREATE UNIQUE INDEX collections_published_base_path ON collections (published_base_path);

CREATE TABLE revisions (
    collection_id   TEXT   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    number          BIGINT NOT NULL,
    collection_name TEXT   NOT NULL,
    definition      TEXT   NOT NULL,
    digest          TEXT   NOT NULL,
    published_at    BIGINT NOT NULL,
    published_by    TEXT   NOT NULL,
    PRIMARY KEY (collection_id, number)
);

CREATE TABLE profiles (
    id              TEXT   NOT NULL PRIMARY KEY,
    client_id       TEXT   NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    name            TEXT   NOT NULL,
    status          TEXT   NOT NULL,
    auth            TEXT   NOT NULL,
    allowed_methods TEXT   NOT NULL,
    ip_allowlist    TEXT   NOT NULL,
    expires_at      BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    version         BIGINT NOT NULL
);
CREATE UNIQUE INDEX profiles_client_id_name ON profiles (client_id, name);
CREATE INDEX profiles_by_client ON profiles (client_id, id);
CREATE INDEX profiles_by_name ON profiles (name);

CREATE TABLE tokens (
    id           TEXT   NOT NULL PRIMARY KEY,
    client_id    TEXT   NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    profile_id   TEXT   NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
    prefix       TEXT   NOT NULL,
    hash         BYTEA  NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    retired_at   BIGINT NOT NULL,
    revoked_at   BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    last_used_ip TEXT   NOT NULL,
    use_count    BIGINT NOT NULL
);
CREATE UNIQUE INDEX tokens_profile_id_hash ON tokens (profile_id, hash);
CREATE INDEX tokens_by_client ON tokens (client_id, id);

CREATE TABLE access (
    client_id     TEXT   NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    collection_id TEXT   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    created_at    BIGINT NOT NULL,
    PRIMARY KEY (client_id, collection_id)
);
CREATE INDEX access_by_collection ON access (collection_id, client_id);

CREATE TABLE client_policies (
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    policy_id TEXT NOT NULL REFERENCES policies (id),
    PRIMARY KEY (client_id, policy_id)
);
CREATE INDEX client_policies_by_policy ON client_policies (policy_id, client_id);

CREATE TABLE profile_policies (
    client_id  TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    profile_id TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
    policy_id  TEXT NOT NULL REFERENCES policies (id),
    PRIMARY KEY (profile_id, policy_id)
);
CREATE INDEX profile_policies_by_client ON profile_policies (client_id, profile_id);
CREATE INDEX profile_policies_by_policy ON profile_policies (policy_id, client_id);

CREATE TABLE portal_emails (
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    email     TEXT NOT NULL,
    PRIMARY KEY (client_id, email)
);
CREATE INDEX portal_emails_by_email ON portal_emails (email, client_id);

CREATE TABLE links (
    id          TEXT   NOT NULL PRIMARY KEY,
    client_id   TEXT   NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    token_id    TEXT   NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
    code_hash   BYTEA  NOT NULL,
    ciphertext  BYTEA  NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    revealed_at BIGINT NOT NULL,
    revoked_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX links_code_hash ON links (code_hash);
CREATE INDEX links_by_client ON links (client_id, id);
CREATE INDEX links_by_token ON links (token_id);

CREATE TABLE users (
    id              TEXT   NOT NULL PRIMARY KEY,
    email           TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    role            TEXT   NOT NULL,
    status          TEXT   NOT NULL,
    password_hash   TEXT   NOT NULL,
    last_sign_in_at BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    version         BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (email);

CREATE TABLE api_keys (
    id           TEXT   NOT NULL PRIMARY KEY,
    name         TEXT   NOT NULL,
    role         TEXT   NOT NULL,
    prefix       TEXT   NOT NULL,
    hash         BYTEA  NOT NULL,
    expires_at   BIGINT NOT NULL,
    revoked_at   BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL
);
CREATE UNIQUE INDEX api_keys_name ON api_keys (name);
CREATE UNIQUE INDEX api_keys_hash ON api_keys (hash);

CREATE TABLE sessions (
    id         TEXT   NOT NULL PRIMARY KEY,
    user_id    TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash       BYTEA  NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ip         TEXT   NOT NULL,
    user_agent TEXT   NOT NULL
);
CREATE UNIQUE INDEX sessions_hash ON sessions (hash);
CREATE INDEX sessions_by_user ON sessions (user_id, id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE settings (
    id         BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    document   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);

CREATE TABLE idempotency (
    actor_id      TEXT   NOT NULL,
    route         TEXT   NOT NULL,
    idem_key      TEXT   NOT NULL,
    body_hash     BYTEA  NOT NULL,
    created_at    BIGINT NOT NULL,
    resource_type TEXT   NOT NULL,
    resource_id   TEXT   NOT NULL,
    status        BIGINT NOT NULL,
    response      BYTEA  NOT NULL,
    PRIMARY KEY (actor_id, route, idem_key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
