package routing

import (
	"gatehouse"
	"gatehouse/internal/schema"
)

// Endpoint is a published endpoint ready to serve. It must not be changed.
type Endpoint struct {
	gatehouse.Endpoint // as published: method, path template, schemas, example

	// Schema is what a request is checked against; nil where the collection does
	// not ask for it.
	Schema *schema.Schema

	// upstream builds the path to ask for; nil: as the request came.
	upstream []piece
}

// piece is a part of an upstream path: text, a parameter's value, or all that
// a /* stood for.
type piece struct {
	text    string // encoded; used when segment < 0
	segment int    // index of the request's segment below the base path
	rest    bool   // from that segment to the end
}
