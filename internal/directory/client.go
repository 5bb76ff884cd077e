package directory

import (
	"net/netip"
	"slices"
	"sort"
	"sync/atomic"
	"time"

	"gatehouse"
)

// Client is one client with its profiles and tokens, as they were at one
// moment. It is immutable and safe for concurrent use.
type Client struct {
	id          string
	name        string
	collections *list
	policies    *list
	profiles    []Profile // by name
	hash        uint32    // of id, as the table places it
	enabled     bool
}

// ID is the Client ID, "cl_…".
func (c *Client) ID() string { return c.id }

// Name is the client's unique name.
func (c *Client) Name() string { return c.name }

// Enabled reports whether the client may call at all.
func (c *Client) Enabled() bool { return c.enabled }

// MayCall reports whether the client has access to a collection, by its id.
func (c *Client) MayCall(collectionID string) bool { return c.collections.has(collectionID) }

// CollectionIDs are the collections the client may call, sorted. The slice
// must not be changed.
func (c *Client) CollectionIDs() []string { return c.collections.all() }

// Profile finds a profile of this client by its name or its id, or nil.
func (c *Client) Profile(nameOrID string) *Profile {
	i := sort.Search(len(c.profiles), func(i int) bool { return c.profiles[i].name >= nameOrID })
	if i < len(c.profiles) && c.profiles[i].name == nameOrID {
		return &c.profiles[i]
	}
	for i := range c.profiles {
		if c.profiles[i].id == nameOrID {
			return &c.profiles[i]
		}
	}
	return nil
}

// Profiles are the client's profiles, by name. The slice must not be changed.
func (c *Client) Profiles() []Profile { return c.profiles }

// Profile is one profile of a client. Its fields are read through methods, so
// that how it is packed can change.
type Profile struct {
	id       string
	name     string
	tokens   []Token
	allow    *[]netip.Prefix // nil: any address
	policies *list
	expires  int64 // Unix milliseconds; 0: never
	meters   atomic.Pointer[meters]
	methods  gatehouse.MethodSet
	auth     authMethod
	enabled  bool
}

// ID is the profile's generated id, "pr_…".
func (p *Profile) ID() string { return p.id }

// Name is the Profile ID that the partner sends.
func (p *Profile) Name() string { return p.name }

// Auth is the profile's authentication method.
func (p *Profile) Auth() gatehouse.AuthType { return p.auth.domain() }

// Methods are the methods the profile lets through.
func (p *Profile) Methods() gatehouse.MethodSet { return p.methods }

// Usable reports whether the profile is enabled and has not expired.
func (p *Profile) Usable(now time.Time) bool { return p.enabled && !expired(p.expires, now) }

// AllowsAddress reports whether the IP allowlist lets an address through.
func (p *Profile) AllowsAddress(a netip.Addr) bool {
	if p.allow == nil {
		return true
	}
	a = a.Unmap().WithZone("")
	return slices.ContainsFunc(*p.allow, func(block netip.Prefix) bool { return block.Contains(a) })
}

// Allowlist is the IP allowlist; empty: any address. The slice must not be
// changed.
func (p *Profile) Allowlist() []netip.Prefix {
	if p.allow == nil {
		return nil
	}
	return *p.allow
}

// Tokens are the profile's tokens that were not revoked, expired ones too.
// The slice must not be changed.
func (p *Profile) Tokens() []Token { return p.tokens }

// Token is one token of a profile.
type Token struct {
	id      string
	hash    [hashSize]byte
	expires int64 // Unix milliseconds; 0: never
	usage   atomic.Pointer[counter]
}

// hashSize is the length of a token's keyed hash in bytes.
const hashSize = 32

// ID is the token's id, "tk_…".
func (t *Token) ID() string { return t.id }

// Hash is the token's keyed hash, to be compared in constant time only.
func (t *Token) Hash() *[32]byte { return &t.hash }

// Expired reports whether the token's expiry has passed.
func (t *Token) Expired(now time.Time) bool { return expired(t.expires, now) }

func expired(at int64, now time.Time) bool { return at != 0 && now.UnixMilli() >= at }

// authMethod is an authentication method in one byte.
type authMethod uint8

const (
	authUnknown authMethod = iota // a method this build does not verify: refuses
	authNone
	authToken
)

func packAuth(t gatehouse.AuthType) authMethod {
	switch t {
	case gatehouse.AuthNone:
		return authNone
	case gatehouse.AuthToken:
		return authToken
	}
	return authUnknown
}

func (m authMethod) domain() gatehouse.AuthType {
	switch m {
	case authNone:
		return gatehouse.AuthNone
	case authToken:
		return gatehouse.AuthToken
	case authUnknown:
	}
	return ""
}
