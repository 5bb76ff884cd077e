// Package routing decides which endpoint of which published collection a path
// belongs to, and what path the upstream is asked for.
//
// Published revisions are compiled as a whole into an immutable [Table] that
// is swapped in one step. Everything that can be wrong with a definition is
// found while compiling, so that matching cannot fail: a collection that does
// not compile stays in the table and refuses its own traffic, because leaving
// it out would hand its paths to a collection with a shorter base path.
//
// A path is decoded and checked once, by [CanonicalPath]. That one value is
// matched, logged and, through [EscapePath], forwarded; there is no second
// reading of the same bytes that could disagree with the first.
package routing
