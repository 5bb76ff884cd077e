-- A person who asked for a sign-in link to the portal, or was invited. Rows of
-- addresses that may not sign in look the same but have no email: nobody can
-- tell by an answer or its time which kind theirs is.
CREATE TABLE portal_sign_ins (
    id           TEXT   NOT NULL PRIMARY KEY,
    email        TEXT   NOT NULL,
    client_id    TEXT   NOT NULL,
    attempt_hash BYTEA  NOT NULL,
    link_hash    BYTEA  NOT NULL,
    code_hash    BYTEA  NOT NULL,
    tries        BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    spent_at     BIGINT NOT NULL
);
CREATE UNIQUE INDEX portal_sign_ins_attempt ON portal_sign_ins (attempt_hash);
CREATE UNIQUE INDEX portal_sign_ins_link ON portal_sign_ins (link_hash);
CREATE INDEX portal_sign_ins_by_expiry ON portal_sign_ins (expires_at);

-- A session belongs to an address, which may be authorized for several
-- clients; client_id is the one that the person looks at.
CREATE TABLE portal_sessions (
    id         TEXT   NOT NULL PRIMARY KEY,
    email      TEXT   NOT NULL,
    client_id  TEXT   NOT NULL,
    hash       BYTEA  NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ip         TEXT   NOT NULL,
    user_agent TEXT   NOT NULL
);
CREATE UNIQUE INDEX portal_sessions_hash ON portal_sessions (hash);
CREATE INDEX portal_sessions_by_email ON portal_sessions (email, id);
CREATE INDEX portal_sessions_by_expiry ON portal_sessions (expires_at);

-- Strangers who would like to use the portal, one open request an address.
CREATE TABLE access_requests (
    id         TEXT   NOT NULL PRIMARY KEY,
    email      TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    company    TEXT   NOT NULL,
    message    TEXT   NOT NULL,
    ip         TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX access_requests_email ON access_requests (email);

-- Whether the partner may make and rotate the profile's tokens in the portal.
ALTER TABLE profiles ADD COLUMN self_service BIGINT NOT NULL DEFAULT 0;

-- The newest mail to an address tells whether its invitation arrived.
CREATE INDEX outbox_by_recipient ON outbox (recipient, id);
