// Package store keeps the configuration, the audit log and everything else
// that must outlive a restart, in SQLite or PostgreSQL. All SQL of the product
// is here, one file for each noun, in one dialect; what the two engines do
// differently is in sqlite.go and postgres.go.
//
// There are two ways in. [Store.View] reads from one snapshot. [Store.Change]
// is the only way to write what an admin may see: the function it runs returns
// the audit events of what it did, and change, events and configuration
// version are committed together or not at all. Every change first locks the
// one row of the table head, so that writers queue and neither the version nor
// the hash chain of the audit log can fork, whatever the engine and however
// many processes write.
//
// Rules about what may be written live in package manage; the store enforces
// what needs a look at other rows: unique names, references, versions.
package store
