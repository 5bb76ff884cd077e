-- When a token was first used, for which a rotated client's newer tokens do not
-- count. Of those used before, it is not known any more.
ALTER TABLE tokens ADD COLUMN first_used_at BIGINT NOT NULL DEFAULT 0;
UPDATE tokens SET first_used_at = created_at WHERE last_used_at > 0;
CREATE INDEX tokens_by_first_use ON tokens (first_used_at) WHERE first_used_at > 0;
