// Package lastgood keeps the last good configurations of the gateway as files,
// so that a gateway can start while the store is away.
//
// A file is written whole under a temporary name, flushed and renamed, so that
// a crash leaves the old one or the new one, never half of one. It ends with a
// MAC under the master key over everything before it: a file that was cut,
// damaged or edited is passed over for the one before. The last three are
// kept.
//
// Tokens are in it as the keyed hashes they are in the store, credentials of
// upstreams sealed; descriptions, labels and email addresses are left out,
// since no request is decided by them.
package lastgood
