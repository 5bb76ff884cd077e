// Package verify decides whether a request proves to come from the profile it
// names; one file for each authentication method.
//
// A verdict must not tell a stranger what exists. It depends on the request
// alone: an unknown client, a profile of another client and a wrong token are
// the same [Invalid], reached by the same work. The presented secret is hashed
// in every case, and compared in constant time with as many hashes, real or
// not, as a profile usually has.
package verify
