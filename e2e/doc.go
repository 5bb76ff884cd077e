// Package e2e holds the recipe as a test: it drives the real binary with the
// real curl, as a new user would, and kills it as a bad day would.
//
// Nothing here reaches into the product: it starts `gatehouse serve` on free
// loopback ports with a private data folder, speaks HTTP to it, and reads the
// files that it leaves behind. Only the tests' upstream is ours, because it
// must tell what it received.
package e2e
