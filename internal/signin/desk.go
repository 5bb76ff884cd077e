package signin

import (
	"crypto/subtle"
	"net/netip"
	"sync"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin/sso"
	"gatehouse/internal/store"
)

// Options are what a [Desk] works with.
type Options struct {
	Store   *store.Store
	Keys    *seal.Keys
	Control *manage.Control
	SSO     *sso.Issuer      // nil: people sign in with passwords alone
	Now     func() time.Time // nil: the clock
}

// Desk is where callers show who they are. It is safe for use by many
// goroutines.
type Desk struct {
	store   *store.Store
	keys    *seal.Keys
	control *manage.Control
	sso     *sso.Issuer
	now     func() time.Time

	keyFailures      *attempts // by address
	passwordsByAddr  *attempts
	passwordsByEmail *attempts

	mu    sync.Mutex
	noted map[string]time.Time // API key id → when its use was last stored
	setUp [32]byte             // hash of the set-up code; zero: none is open
}

// How often one may fail. A person mistypes a password a few times; a program
// with a wrong key repeats itself.
const (
	keyFailuresPerMinute = 30
	passwordsPerAddress  = 30
	passwordsPerEmail    = 10
	passwordWindow       = 15 * time.Minute
)

// New returns a desk over a store.
func New(o Options) *Desk {
	d := &Desk{
		store: o.Store, keys: o.Keys, control: o.Control, sso: o.SSO, now: o.Now,
		keyFailures:      newAttempts(keyFailuresPerMinute, time.Minute),
		passwordsByAddr:  newAttempts(passwordsPerAddress, passwordWindow),
		passwordsByEmail: newAttempts(passwordsPerEmail, passwordWindow),
		noted:            map[string]time.Time{},
	}
	if d.now == nil {
		d.now = time.Now
	}
	return d
}

// place is what attempts from an address are counted under. Whoever has an
// IPv6 address usually has a whole /64.
func place(from netip.Addr) string {
	from = from.Unmap().WithZone("")
	if from.Is6() {
		if p, err := from.Prefix(64); err == nil {
			return p.String()
		}
	}
	return from.String()
}

func ip(from netip.Addr) string {
	if !from.IsValid() {
		return ""
	}
	return from.Unmap().WithZone("").String()
}

func tooMany(wait time.Duration) error {
	return &gatehouse.Error{Kind: gatehouse.RateLimited, Code: "too_many_failures", Retry: wait, Detail: "There were too many failed attempts. Wait before the next one."}
}

func sameHash(a, b [32]byte) bool { return subtle.ConstantTimeCompare(a[:], b[:]) == 1 }
