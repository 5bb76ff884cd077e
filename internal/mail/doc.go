// Package mail delivers what is in the Outbox.
//
// Nothing that causes a mail waits for a mail server: the mail is a row
// written with its cause, and a [Sender] takes the rows to the [Server] one by
// one, again and again with growing pauses where the server is away or asks
// for patience. Without a server the rows wait, and an admin can read them and
// pass on what they say. A mail that is out has lost its text in the store,
// since that may hold a one-time link.
//
// What mails say is in the folder letters, one template for readers of plain
// text and one for readers of HTML.
package mail
