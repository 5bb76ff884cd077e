package gateway

import (
	"crypto/subtle"

	"gatehouse/internal/directory"
	"gatehouse/internal/problem"
	"gatehouse/internal/seal"
	"gatehouse/internal/verify"
)

// The three answers are shared by all requests: which of them is given depends
// on the request alone, and every one is the same bytes whatever exists.
var refusals = map[verify.Verdict]*problem.Problem{
	verify.Missing: problem.New("credentials_missing"),
	verify.Invalid: problem.New("credentials_invalid"),
	verify.Expired: problem.New("credentials_expired"),
}

// authenticate is step 4: the request must prove to come from the profile it
// names. Client and profile are put into the exchange only once that is so;
// every later step may take them for verified.
func authenticate(x *Exchange) error {
	client := x.g.directory.Find(x.fields.clientID)
	var profile *directory.Profile
	if client != nil {
		profile = client.Profile(x.fields.profileID)
	}
	result := x.verify(profile)
	if result.Verdict != verify.OK {
		return x.failedAuthentication(refusals[result.Verdict])
	}
	x.client, x.profile, x.token = client, profile, result.Token
	if x.token != nil && x.inproc == nil {
		x.g.directory.Use(x.token, x.start, x.clientIP)
	}
	return nil
}

func (x *Exchange) verify(p *directory.Profile) verify.Result {
	if x.inproc != nil && x.inproc.Credential != nil {
		return x.inproc.Credential.verify(x.start, p)
	}
	bearer := verify.ParseBearer(x.fields.authorization, x.fields.authorizations)
	return verify.Credentials(x.start, p, bearer, x.hashToken)
}

func (x *Exchange) hashToken(token string) [32]byte {
	if x.req.lastToken == nil {
		return x.g.keys.Hash(token)
	}
	return x.req.lastToken.hash(token, x.g.keys)
}

// lastToken is the token that a connection presented last, with its hash: nearly
// every request of a connection presents the same one. The hash alone says
// nothing, so each request is judged as if it had been made anew.
type lastToken struct {
	token  [64]byte // our own tokens have 53
	length int
	hashed [32]byte
}

// hash compares in constant time: a connection may be a proxy's, and carry the
// requests of several partners.
func (l *lastToken) hash(token string, keys *seal.Keys) [32]byte {
	if token == "" || len(token) > len(l.token) {
		return keys.Hash(token)
	}
	var presented [64]byte
	copy(presented[:], token)
	if l.length != len(token) || subtle.ConstantTimeCompare(presented[:], l.token[:]) == 0 {
		l.token, l.length, l.hashed = presented, len(token), keys.Hash(token)
	}
	return l.hashed
}

// failedAuthentication counts the failure. The guard is asked after the verdict
// only, so valid credentials pass from any address. Our own proof of access
// fails on purpose, from an address that is not its own, and is not counted.
func (x *Exchange) failedAuthentication(refusal *problem.Problem) error {
	x.g.metrics.authFailed()
	if x.g.guard == nil || x.inproc != nil {
		return refusal
	}
	wait := x.g.guard.Failed(x.start, x.clientIP)
	if wait == 0 {
		return refusal
	}
	p := problem.New("too_many_failures")
	p.Retry = wait
	return p
}
