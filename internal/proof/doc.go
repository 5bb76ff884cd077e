// Package proof shows that a partner can call what it was given and nothing
// else, before the keys are handed over.
//
// From a client's scope it derives the checks that a careful person would make
// by hand: a valid call to each collection, and calls that must be refused,
// for want of a Client ID, for a wrong token, for a method, for a collection
// that was not assigned, for being over the limit. It makes them through the
// gateway's in-process door, so they pass the very steps that the partner's
// own calls will pass. They take nothing from the partner's budget, and are in
// the request log with the source "check".
package proof
