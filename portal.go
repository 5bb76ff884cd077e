package gatehouse

import (
	"slices"
	"strconv"
)

// PortalEmails checks and normalizes a client's authorized emails: folded,
// sorted, without repeats. Errors point below /emails.
func PortalEmails(emails []string) ([]string, error) {
	var f Fields
	out := make([]string, 0, len(emails))
	if len(emails) > maxPortalEmails {
		f.Add("/emails", "must hold at most %d addresses", maxPortalEmails)
		return nil, f.Err()
	}
	for i, e := range emails {
		e = NormalizeEmail(e)
		if !ValidEmail(e) {
			f.Add("/emails/"+strconv.Itoa(i), "must be one email address such as dev@example.com")
		}
		out = append(out, e)
	}
	slices.Sort(out)
	return slices.Compact(out), f.Err()
}
