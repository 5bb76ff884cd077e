package manage

import (
	"time"

	"gatehouse"
)

// IssuedToken is a token at the only moment its secret is known.
type IssuedToken struct {
	gatehouse.Token
	Secret gatehouse.Secret
	Link   *IssuedLink // nil unless a hand-over link was asked for
}

// IssuedLink is a one-time link at the only moment its address is known.
type IssuedLink struct {
	ID        string // "ln_…", to revoke it
	URL       gatehouse.Secret
	ExpiresAt time.Time
}

// IssuedAPIKey is an API key at the only moment its secret is known.
type IssuedAPIKey struct {
	gatehouse.APIKey
	Secret gatehouse.Secret
}

// CreatedProfile is a new profile with the token that was asked for with it,
// if any.
type CreatedProfile struct {
	gatehouse.Profile
	Token *IssuedToken
}

// Rotation replaces the tokens of a profile by a new one, while the old ones
// live on for the overlap.
type Rotation struct {
	Overlap time.Duration // 0 to 90 days
	Token   gatehouse.NewToken
}

// MaxOverlap bounds how long old tokens may outlive a rotation.
const MaxOverlap = 90 * 24 * time.Hour

// Revealed is what a one-time link showed, for the last time.
type Revealed struct {
	ClientID    string
	ClientName  string
	ProfileName string // the Profile ID
	Secret      gatehouse.Secret
}

// EffectiveAccess says what a client may call in the end, after statuses,
// expiries, access and publication are taken together.
type EffectiveAccess struct {
	Client      gatehouse.Client
	Profiles    []EffectiveProfile
	Collections []EffectiveCollection
	Policies    []gatehouse.Policy // attached to the client
}

// EffectiveProfile is a profile with what decides whether it can be used.
type EffectiveProfile struct {
	Profile    gatehouse.Profile
	Policies   []gatehouse.Policy // attached to the profile itself
	LiveTokens int                // that work now
	Usable     bool
	Reason     string // why not; empty when usable
}

// EffectiveCollection is an assigned collection with what the gateway serves
// of it.
type EffectiveCollection struct {
	ID        string
	Name      string
	BasePath  string // of the published revision; of the draft when there is none
	Published bool
	Endpoints []gatehouse.Endpoint // of the published revision
}

// CollectionClient is a client on a collection's Access tab.
type CollectionClient struct {
	Client gatehouse.Client
	Since  time.Time // when access was given
}

// Self is who is calling.
type Self struct {
	Actor gatehouse.Actor
	Role  gatehouse.Role
	User  *gatehouse.User // nil for an API key and the command line
}
