-- Mails that wait, were sent or failed. The content is sealed and goes when
-- the mail is out: it may hold one-time links.
CREATE TABLE outbox (
    id              TEXT   NOT NULL PRIMARY KEY,
    kind            TEXT   NOT NULL,
    recipient       TEXT   NOT NULL,
    subject         TEXT   NOT NULL,
    content         BYTEA  NOT NULL,
    status          TEXT   NOT NULL,
    attempts        BIGINT NOT NULL,
    last_error      TEXT   NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    sent_at         BIGINT NOT NULL
);
CREATE INDEX outbox_by_due ON outbox (status, next_attempt_at, id);

-- A user may be invited, once at a time, and linked to one account of the
-- single sign-on.
ALTER TABLE users ADD COLUMN invitation_hash BYTEA;
ALTER TABLE users ADD COLUMN invited_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN issuer TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN subject TEXT NOT NULL DEFAULT '';
CREATE INDEX users_by_invitation ON users (invitation_hash);
CREATE INDEX users_by_identity ON users (issuer, subject);
