// Package seal keeps secrets. From one master key it derives a sub-key for
// each purpose: one to recognise tokens without storing them ([Keys.Hash]), one
// to name a secret in the audit log ([Keys.SecretFingerprint]), one to chain
// audit events ([Keys.AuditMAC]), one to encrypt what must be read again, such
// as the credential of an upstream ([Keys.Seal]).
//
// Whoever holds a copy of the database but not the master key can neither test
// guesses against the hashes, nor read an upstream's credential, nor forge an
// audit event. Losing the master key loses all of these for good, and every
// partner needs a new token; it is therefore kept apart from the backups.
//
// The package also makes the tokens and ids of the product, see [NewToken] and
// [NewID], and seals the secrets of one-time links, see [SealUnderCode].
package seal
