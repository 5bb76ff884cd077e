// Package openapi reads OpenAPI 3.0 and 3.1 documents that people bring along
// and makes endpoints of their operations.
//
// A document comes from outside and may be anything: huge, endlessly nested,
// full of references in circles. So it is read as plain values under a budget
// and never expanded: each schema that is referred to is copied once and stands
// under $defs of whoever needs it, which keeps circles what they are and makes
// each endpoint a document of its own. Nothing is ever fetched.
//
// What is wrong is told in words, with a JSON pointer to the place. A finding
// keeps one operation from being imported where it concerns only that one; the
// rest of a document is as good as before. Keywords that this package does not
// know are kept as they are.
package openapi
