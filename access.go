package gatehouse

import "time"

// Access is the assignment of a client to a collection.
type Access struct {
	CollectionID string
	ClientID     string
	CreatedAt    time.Time
}
