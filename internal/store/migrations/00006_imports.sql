-- What a collection's OpenAPI document said when it was last imported: the
-- common ancestor when a newer one is merged into the draft.
CREATE TABLE imports (
    collection_id TEXT   NOT NULL PRIMARY KEY REFERENCES collections (id) ON DELETE CASCADE,
    definition    TEXT   NOT NULL,
    imported_at   BIGINT NOT NULL
);
