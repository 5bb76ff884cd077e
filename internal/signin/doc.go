// Package signin establishes who is calling the admin API and the Management
// UI: a program by its API key, a person by the cookie of a session that began
// with a password.
//
// Nothing that is presented is stored: keys, cookies and set-up codes are
// recognised by keyed hashes, passwords by argon2id. Every refusal of one kind
// reads the same and costs the same work, so that an answer tells nothing
// about which users or keys exist. Failed attempts are counted by address and,
// for passwords, by email address too; who fails too often is told when to
// come back.
package signin
