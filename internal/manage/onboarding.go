package manage

import (
	"gatehouse"
)

// Onboarding is the whole recipe for one partner: what [Control.Onboard]
// creates in one transaction, or not at all.
type Onboarding struct {
	Client       gatehouse.Client
	Profile      gatehouse.Profile   // its ClientID is the new client's
	Token        *gatehouse.NewToken // nil: one is generated where the profile's method is token, unless the partner makes it in the portal
	Collections  []string            // ids or names
	Policies     []PolicyChoice
	PortalEmails []string
	Draft        string // id of the draft that this finishes, which goes in the same transaction; empty: none
}

// PolicyChoice names a policy that exists, or brings a new one. Exactly one
// field is set.
type PolicyChoice struct {
	IDOrName string
	New      *gatehouse.Policy
}

// Onboarded is what an onboarding made. After a dry run every id and secret in
// it is empty, as are the times and versions.
type Onboarded struct {
	Client   gatehouse.Client
	Profile  gatehouse.Profile
	Token    *IssuedToken // nil where the profile's method takes none, or the partner makes it
	HandOver HandOver
}

// HandOver is the sheet that goes to the partner: all they need for the first
// call.
type HandOver struct {
	BaseURL     string // of the gateway, without a trailing slash
	ClientID    string
	ProfileID   string // the profile's name
	Token       gatehouse.Secret
	Collections []HandOverCollection
	Policies    []gatehouse.Policy // all that are attached
	PortalURL   string
	Curl        gatehouse.Secret // a line to paste into a shell; it holds the token
	Link        gatehouse.Secret // one-time link to the token; empty unless asked for
}

// HandOverCollection is a collection as the partner reaches it.
type HandOverCollection struct {
	Name      string
	Title     string
	URL       string // gateway URL with the base path
	PortalURL string // its page in the portal
}
