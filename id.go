package gatehouse

import (
	"regexp"
	"time"
)

// The prefixes of generated ids: a prefix, an underscore and a lower-case ULID
// (26 characters of Crockford base 32), so that ids sort by creation time.
const (
	ClientIDPrefix      = "cl"
	ProfileIDPrefix     = "pr"
	TokenIDPrefix       = "tk"
	PolicyIDPrefix      = "po"
	CollectionIDPrefix  = "co"
	EndpointIDPrefix    = "ep"
	UserIDPrefix        = "us"
	APIKeyIDPrefix      = "ak"
	SessionIDPrefix     = "se"
	LinkIDPrefix        = "ln"
	EventIDPrefix       = "ev"
	MailIDPrefix        = "ml"
	DraftIDPrefix       = "od"
	PortalSignInPrefix  = "ps"
	AccessRequestPrefix = "ar"
	RequestIDPrefix     = "req"
)

// Meta is what every stored resource carries.
type Meta struct {
	CreatedAt time.Time // UTC, whole milliseconds
	UpdatedAt time.Time // UTC, whole milliseconds
	Version   int64     // starts at 1, one more with each write; also the ETag
}

var namePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,62}$`)

// ValidName reports whether a name may be given to a client, profile, policy,
// collection or API key: 2 to 63 lower-case letters, digits and hyphens, the
// first not a hyphen.
func ValidName(name string) bool { return namePattern.MatchString(name) }

func checkName(f *Fields, name string) {
	if !ValidName(name) {
		f.Add("/name", "must be 2 to 63 characters of a-z, 0-9 and '-', and start with a letter or digit")
	}
}

func checkText(f *Fields, pointer, text string, most int) {
	if len(text) > most {
		f.Add(pointer, "must be at most %d bytes long", most)
	}
}
