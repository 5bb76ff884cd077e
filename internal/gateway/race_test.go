//go:build race

package gateway

// Under the race detector sync.Pool forgets things on purpose, so what is
// allocated says nothing about what would be.
func init() { countsAllocations = false }
