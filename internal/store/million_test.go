package store

import (
	"context"
	"fmt"
	"testing"
)

const aMillion = 1_000_000

// idOf writes a client's id as SQL, so that ids are in the order of their numbers.
var idOf = map[string]string{
	"SQLite":     `printf('cl_%026d', i)`,
	"PostgreSQL": `'cl_' || lpad(i::text, 26, '0')`,
}

// BenchmarkTextAmongAMillionClients is what the filter box of the list of
// clients asks. Making them takes some twenty seconds on each engine.
func BenchmarkTextAmongAMillionClients(b *testing.B) {
	if testing.Short() {
		b.Skip("makes a million clients")
	}
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			f := newFixture(b, e.url(b))
			f.exec(fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO clients (`+clients.columns+`)
				SELECT `+idOf[e.name]+`, 'partner-' || i, 'a partner of ours', 'dev@partner-' || i || '.example', 'enabled', '{}', 1, 1, 1 FROM n`, aMillion))
			f.exec("ANALYZE")
			for text, want := range map[string]int{"partner-777777": 1, "7777": 50, "nobody has this": 0, "partner": 50} {
				b.Run(text, func(b *testing.B) {
					for b.Loop() {
						f.view(func(tx *Tx) error {
							found, _, err := tx.ListClients(context.Background(), ClientQuery{Q: text})
							if len(found) != want {
								b.Errorf("%d found", len(found))
							}
							return err
						})
					}
				})
			}
		})
	}
}
