package gatehouse

import (
	"net/mail"
	"strings"
)

// Status says whether a client or profile may be used.
type Status string

// The two statuses.
const (
	Enabled  Status = "enabled"
	Disabled Status = "disabled"
)

func checkStatus(f *Fields, s Status) {
	if s != Enabled && s != Disabled {
		f.Add("/status", `must be "enabled" or "disabled"`)
	}
}

// Client is the identity record of a caller: a partner.
type Client struct {
	ID           string // the Client ID the partner sends as X-Client-ID, "cl_…"
	Name         string // unique
	Description  string
	ContactEmail string // for people; gives no access
	Status       Status
	Labels       map[string]string

	// Kept by writes of their own, sorted, never nil after a read.
	PolicyIDs     []string // policies counted over all profiles of the client
	PortalEmails  []string // addresses that may sign in to the portal for this client
	CollectionIDs []string // collections the client may call

	Meta
}

// Limits of a client's fields.
const (
	maxDescription  = 4096
	maxLabels       = 64
	maxLabelLength  = 256
	maxPortalEmails = 1000
)

// Validate reports every wrong field as one [Invalid] error.
func (c Client) Validate() error {
	var f Fields
	checkName(&f, c.Name)
	checkText(&f, "/description", c.Description, maxDescription)
	if c.ContactEmail != "" && !ValidEmail(c.ContactEmail) {
		f.Add("/contact_email", "must be one email address such as dev@example.com")
	}
	checkStatus(&f, c.Status)
	if len(c.Labels) > maxLabels {
		f.Add("/labels", "must hold at most %d labels", maxLabels)
	}
	for key, value := range c.Labels {
		if key == "" || len(key) > maxLabelLength || len(value) > maxLabelLength {
			f.Add("/labels", "keys must be 1 to %d bytes long, values at most %d", maxLabelLength, maxLabelLength)
			break
		}
	}
	return f.Err()
}

// ValidEmail reports whether s is one bare address with a dotted or local
// domain, without a display name.
func ValidEmail(s string) bool {
	if len(s) > 254 || strings.ContainsAny(s, " \t\r\n<>\"") {
		return false
	}
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == ""
}

// NormalizeEmail folds the case of an address, the form in which addresses
// are stored and compared.
func NormalizeEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
