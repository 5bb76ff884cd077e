package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gatehouse"
)

// importRow is what an OpenAPI document said when it was imported.
type importRow struct {
	collectionID, definition string
	at                       time.Time
}

var imports = table[importRow]{
	name: "imports", noun: "import", columns: "collection_id, definition, imported_at",
	fields: func(r *importRow) []any { return []any{&r.collectionID, &r.definition, ms{&r.at}} },
}

// LastImport reads what the document that a collection was last imported from
// said; NotFound where it was made by hand. It has no upstream.
func (tx *Tx) LastImport(ctx context.Context, collectionID string) (gatehouse.Definition, error) {
	row, err := imports.get(ctx, tx, "WHERE collection_id = $1", collectionID)
	if err != nil {
		return gatehouse.Definition{}, err
	}
	return decodeDefinition(tx.store.keys, collectionID, row.definition)
}

// SaveImport remembers what a document said. The gateway knows nothing of it.
func (tx *Tx) SaveImport(ctx context.Context, collectionID string, said gatehouse.Definition) error {
	said.Upstream = gatehouse.Upstream{}
	text, err := json.Marshal(storeDefinition(&said))
	if err != nil {
		return fmt.Errorf("encoding an import: %w", err)
	}
	if _, err := tx.exec(ctx, "DELETE FROM imports WHERE collection_id = $1", collectionID); err != nil {
		return err
	}
	return imports.insert(ctx, tx, &importRow{collectionID, string(text), tx.now})
}
