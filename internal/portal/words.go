package portal

import (
	"context"
	"net/netip"
	"strings"

	"gatehouse"
	"gatehouse/internal/problem"
	"gatehouse/internal/rest"
)

// refused is a refusal with what is known about it beside its code.
type refused struct {
	code    string
	method  string
	address string // that the call came from; empty: unknown, or not to be told
	profile gatehouse.Profile
}

// reason says in words why a call was refused. Somebody who is signed in hears
// more than the gateway's answer says: it is about their own profile.
func (r refused) reason() string {
	allowed := strings.Join(rest.Each(r.profile.IPAllowlist, netip.Prefix.String), ", ")
	switch {
	case r.code == "":
		return ""
	case r.code == "ip_not_allowed" && allowed != "" && r.address != "":
		return "The profile " + r.profile.Name + " accepts calls from " + allowed + " only. This call came from " + r.address + "."
	case r.code == "method_not_allowed" && r.profile.Name != "" && !r.profile.AllowsMethod(r.method):
		return r.method + " is not enabled for " + r.profile.Name + ", which may use " + strings.Join(r.profile.AllowedMethods, ", ") + "."
	}
	if e, ok := problem.Lookup(r.code); ok {
		return e.Meaning
	}
	return "The call was refused."
}

// fix says what to do about it.
func (r refused) fix() string {
	switch r.code {
	case "":
		return ""
	case "ip_not_allowed":
		return "Run the curl sample from a server whose address is allowed, or ask your contact to add yours."
	}
	if e, ok := problem.Lookup(r.code); ok {
		return e.Detail
	}
	return ""
}

// checkJSON is one check of the gateway, and how it went.
type checkJSON struct {
	Step   string  `json:"step" doc:"Name of the step, as in request logs." example:"authenticate"`
	Title  string  `json:"title" doc:"What it checks."`
	State  string  `json:"state" enum:"passed,failed,skipped" doc:"skipped: an earlier one refused."`
	Detail *string `json:"detail" doc:"Why it failed; null otherwise."`
}

// checks are the gateway's steps that can refuse, in their order.
var checks = []struct{ step, title string }{
	{"receive", "The request is well-formed"},
	{"identify", "X-Client-ID and X-Profile-ID are there"},
	{"authenticate", "The credential is valid"},
	{"address", "Your address may use the profile"},
	{"authorize", "Client, profile, collection, path and method are allowed"},
	{"limit", "Rate and quota have room"},
	{"validate", "Size, parameters and body are as documented"},
	{"rewrite", "The call is made ready for the API behind"},
	{"forward", "The API behind answered"},
}

// decisionOf lists what the gateway checked of a call. Step is the one that
// refused, empty when none did.
func decisionOf(step, why string) []checkJSON {
	state, out := "passed", make([]checkJSON, 0, len(checks))
	for _, c := range checks {
		check := checkJSON{Step: c.step, Title: c.title, State: state}
		if c.step == step {
			check.State, check.Detail, state = "failed", rest.OptionalText(why), "skipped"
		}
		out = append(out, check)
	}
	return out
}

// remedyJSON is an error that a call can meet, and what to do about it.
type remedyJSON struct {
	Code    string `json:"code" doc:"As in the answer's code." example:"rate_limit_exceeded"`
	Status  int    `json:"status" doc:"HTTP status." example:"429"`
	Title   string `json:"title" doc:"In short."`
	Meaning string `json:"meaning" doc:"What happened."`
	Remedy  string `json:"remedy" doc:"How to get past it."`
}

func listRefusals(context.Context, *struct{}) (*rest.Answer[rest.List[remedyJSON]], error) {
	return rest.Shown(rest.List[remedyJSON]{Items: remedies()}), nil
}

// remedies are the codes of partner traffic, from the table behind the pages
// of error codes.
func remedies() []remedyJSON {
	out := []remedyJSON{}
	for _, e := range problem.All() {
		if e.Code == "malformed" {
			break // from here on they are the admin API's
		}
		if e.Status != problem.StatusClientGone { // that one is never sent
			out = append(out, remedyJSON{e.Code, e.Status, e.Title, e.Meaning, e.Remedy})
		}
	}
	return out
}
