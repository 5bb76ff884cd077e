package store

import (
	"context"
	"encoding/json"
	"testing"

	"gatehouse"
)

func TestLastImportIsRememberedUntilTheCollectionGoes(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		col := f.addCollection("shipments")
		last := func() (d gatehouse.Definition, err error) {
			f.view(func(tx *Tx) error {
				d, err = tx.LastImport(t.Context(), col.ID)
				return nil
			})
			return d, err
		}
		_, err := last()
		wantKind(t, err, gatehouse.NotFound, "")
		said := gatehouse.Definition{Title: "One", APIVersion: "1", Endpoints: []gatehouse.Endpoint{
			{Method: "GET", Path: "/a", Tags: []string{"t"}, OperationID: "a", Deprecated: true, Responses: json.RawMessage(`{"200":{}}`)},
		}}
		for _, title := range []string{"One", "Two"} {
			said.Title = title
			f.change(func(tx *Tx) error { return tx.SaveImport(context.Background(), col.ID, said) })
			got, err := last()
			same(t, title, got, said)
			same(t, "error", err, nil)
		}
		f.change(func(tx *Tx) error { return tx.DeleteCollection(t.Context(), col.ID) })
		_, err = last()
		wantKind(t, err, gatehouse.NotFound, "")
	})
}
