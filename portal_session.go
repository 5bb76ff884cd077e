package gatehouse

import "time"

// PortalSignIn is a way into the portal that was mailed to somebody: a link
// and, where they asked for it themselves, a code to type. Only hashes are
// kept. It works once.
type PortalSignIn struct {
	ID          string // "ps_…"
	Email       string // folded; empty: nobody may sign in with it, see the portal's sign-in
	ClientID    string // of an invitation: the client to begin with
	AttemptHash []byte // of what the browser that asked holds; the code works with it alone
	LinkHash    []byte
	CodeHash    []byte // empty for an invitation, which has no code
	Tries       int64  // wrong codes so far
	CreatedAt   time.Time
	ExpiresAt   time.Time
	SpentAt     time.Time // zero: not yet
}

// MaxCodeTries is how many wrong codes end a sign-in, its link included: a
// code of six digits must not be guessed.
const MaxCodeTries = 5

// Open reports whether the sign-in can still be used.
func (s PortalSignIn) Open(now time.Time) bool {
	return s.Email != "" && s.SpentAt.IsZero() && now.Before(s.ExpiresAt) && s.Tries < MaxCodeTries
}

// PortalSession is a sign-in to the portal. It belongs to an email address;
// which clients that may see is asked anew each time. Only a hash of the
// cookie is kept.
type PortalSession struct {
	ID        string // "se_…"
	Email     string
	ClientID  string // the client the person looks at; empty: the first one
	Hash      []byte
	CreatedAt time.Time
	ExpiresAt time.Time
	IP        string
	UserAgent string
}

// AccessRequest is somebody unknown who would like to use the portal.
type AccessRequest struct {
	ID        string // "ar_…"
	Email     string // folded; one open request an address
	Name      string
	Company   string
	Message   string
	IP        string
	CreatedAt time.Time
}

const maxRequestText = 2000

// Validate reports every wrong field as one [Invalid] error.
func (a AccessRequest) Validate() error {
	var f Fields
	if !ValidEmail(a.Email) {
		f.Add("/email", "must be one email address such as dev@example.com")
	}
	if a.Name == "" {
		f.Add("/name", "is required")
	}
	checkText(&f, "/name", a.Name, 256)
	checkText(&f, "/company", a.Company, 256)
	checkText(&f, "/message", a.Message, maxRequestText)
	return f.Err()
}
