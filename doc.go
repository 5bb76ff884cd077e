// Package gatehouse is the domain of Gatehouse, a self-hosted API gateway for
// companies that open their APIs to business partners.
//
// A partner is a [Client]. How and from where it may call is a [Profile]: the
// authentication method, the allowed methods, the addresses, the expiry. A
// profile with the method "token" holds one or more [Token]s, so that an old
// and a new one can live side by side while the partner rotates. What a client
// may call is a [Collection] it was given access to; how much, a [Policy]
// attached to the client or to one profile.
//
// A collection is edited as a draft. Publishing freezes the draft into an
// immutable [Revision], the only thing the gateway ever serves.
//
// Every change is recorded as an [AuditEvent] in the change's own transaction;
// every request the gateway saw, refused ones too, as a [RequestRecord].
//
// This package holds the nouns and the rules that need nothing but the value
// itself: what a valid name is, when a token has expired, what a role may do.
// It imports the standard library only. Everything that touches a disk, a
// network or a clock lives under internal.
package gatehouse
