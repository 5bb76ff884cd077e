package verify

import (
	"gatehouse"
	"gatehouse/internal/directory"
)

// Verdict is the outcome of authentication.
type Verdict uint8

// The verdicts. Only OK lets a request go on.
const (
	Invalid Verdict = iota // something was presented, and it does not prove the profile
	Missing                // nothing was presented
	Expired                // a token that is correct but past its expiry
	OK
)

// Code is the problem code of a verdict that refuses; "" for [OK].
func (v Verdict) Code() string {
	switch v {
	case OK:
		return ""
	case Missing:
		return "credentials_missing"
	case Expired:
		return "credentials_expired"
	case Invalid:
	}
	return "credentials_invalid"
}

// Result is a verdict and, for a token that was accepted, which one.
type Result struct {
	Verdict Verdict
	Token   *directory.Token // nil unless the profile's method is token and the verdict is OK
}

// None decides for a profile whose method is none: the two id headers are all
// that it asks for, and whatever else was sent is ignored.
func None(p *directory.Profile) (Result, bool) {
	if p != nil && p.Auth() == gatehouse.AuthNone {
		return Result{Verdict: OK}, true
	}
	return Result{}, false
}
