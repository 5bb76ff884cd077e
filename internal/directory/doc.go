// Package directory is what the gateway knows about partners: who they are,
// how and from where each may call, which collections, under which policies.
// It answers from memory, for millions of clients, and touches no database.
//
// An entry is made whole from a partner's records and never changes, except
// for its counters; a change puts a new entry in the place of the old one. A
// request finds its client once and goes on with that entry, so it never sees
// half of a change. Readers take no lock: the table of entries is an array of
// atomic pointers, because a lock, even one that is only read, is a cache
// line that all cores fight over.
//
// Entries are packed. A client with one profile and one token is one block of
// structs and one block of text; lists that many clients share (collections,
// policies) are kept once. What a client needs only when it calls, its meters
// in the limiter and the counters of its tokens, is made on the first call.
package directory
