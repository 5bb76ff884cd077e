// Package signin establishes who is calling: a program by its API key, one of
// the API team by the cookie of a console session that began with a password,
// an invitation or single sign-on, a partner by the cookie of a portal session
// that began with a mailed link or code.
//
// Nothing that is presented is stored: keys, cookies and set-up codes are
// recognised by keyed hashes, passwords by argon2id. Every refusal of one kind
// reads the same and costs the same work, so that an answer tells nothing
// about which users or keys exist. Failed attempts are counted by address and,
// for passwords, by email address too; who fails too often is told when to
// come back.
package signin
