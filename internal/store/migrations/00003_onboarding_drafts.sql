-- Onboardings that somebody began and will finish; they hold no secrets and
-- are forgotten a while after the last change.
CREATE TABLE onboarding_drafts (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    step       TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    owner_id   TEXT   NOT NULL,
    owner_name TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX onboarding_drafts_by_age ON onboarding_drafts (updated_at);

-- What the overview asks for, and how a pasted address finds a client.
CREATE INDEX tokens_by_expiry ON tokens (expires_at) WHERE expires_at > 0;
CREATE INDEX clients_by_contact ON clients (contact_email);
