package gatehouse

import "time"

// Role is what a user or an API key may do.
type Role string

// The roles. Admin may do everything; editor all but users, API keys,
// settings and outbox, and reads the audit log; viewer reads collections,
// clients, profiles, policies, request logs and the overview; auditor reads
// audit and request logs.
const (
	Admin   Role = "admin"
	Editor  Role = "editor"
	Viewer  Role = "viewer"
	Auditor Role = "auditor"
)

// Area is a part of the product that roles are granted over.
type Area string

// The areas of the role table.
const (
	AreaPartners    Area = "partners"     // clients, profiles, tokens, policies, collections, access, overview
	AreaRequestLogs Area = "request_logs" // request logs
	AreaAuditLogs   Area = "audit_logs"   // audit logs
	AreaSystem      Area = "system"       // users, API keys, settings, outbox
	AreaSelf        Area = "self"         // one's own account
)

// grants is the role table: read and write per area.
var grants = map[Role]map[Area]struct{ read, write bool }{
	Admin: {
		AreaPartners: {true, true}, AreaRequestLogs: {true, true}, AreaAuditLogs: {true, true},
		AreaSystem: {true, true}, AreaSelf: {true, true},
	},
	Editor: {
		AreaPartners: {true, true}, AreaRequestLogs: {true, true}, AreaAuditLogs: {read: true}, AreaSelf: {true, true},
	},
	Viewer:  {AreaPartners: {read: true}, AreaRequestLogs: {read: true}, AreaSelf: {true, true}},
	Auditor: {AreaRequestLogs: {read: true}, AreaAuditLogs: {read: true}, AreaSelf: {true, true}},
}

// Valid reports whether r is one of the four roles.
func (r Role) Valid() bool { _, ok := grants[r]; return ok }

// MayRead reports whether the role may see an area.
func (r Role) MayRead(a Area) bool { return grants[r][a].read }

// MayWrite reports whether the role may change an area.
func (r Role) MayWrite(a Area) bool { return grants[r][a].write }

// Covers reports whether r may do all that other may: nobody hands out a role
// above their own.
func (r Role) Covers(other Role) bool {
	for area, g := range grants[other] {
		own := grants[r][area]
		if g.read && !own.read || g.write && !own.write {
			return false
		}
	}
	return r.Valid() && other.Valid()
}

// User is a person who signs in to the Management UI.
type User struct {
	ID           string
	Email        string // unique, folded
	Name         string
	Role         Role
	Status       Status
	PasswordHash string // argon2id in PHC form; empty: none set
	HasPassword  bool   // stands for the hash outside of the use cases; read-only
	LastSignInAt time.Time

	InvitationHash []byte    // keyed hash of the invitation's code; empty: none is open
	InvitedUntil   time.Time // when the invitation ends; zero: none is open

	Issuer  string // of the single sign-on's account that the user is linked to; empty: none
	Subject string // the account's id there; never shown
	Meta
}

// Validate reports every wrong field as one [Invalid] error.
func (u User) Validate() error {
	var f Fields
	if !ValidEmail(u.Email) {
		f.Add("/email", "must be one email address such as dana@example.com")
	}
	checkText(&f, "/name", u.Name, 256)
	if !u.Role.Valid() {
		f.Add("/role", `must be "admin", "editor", "viewer" or "auditor"`)
	}
	checkStatus(&f, u.Status)
	return f.Err()
}

// WithoutHashes is the user as everybody but the sign-in sees them: nobody else
// has a use for a hash.
func (u User) WithoutHashes() User {
	u.HasPassword = u.HasPassword || u.PasswordHash != ""
	u.PasswordHash, u.InvitationHash = "", nil
	return u
}

// Bounds of a password, in bytes. The upper one keeps hashing cheap to bound.
const (
	MinPassword = 12
	MaxPassword = 1024
)

// CheckPassword reports what is wrong with a new password, or nil. Length is
// the only rule, as NIST SP 800-63B advises.
func CheckPassword(p Secret) *Field {
	if n := len(p.Reveal()); n < MinPassword || n > MaxPassword {
		return &Field{Pointer: "/password", Detail: "must be 12 to 1024 characters long"}
	}
	return nil
}

// APIKey lets a program use the admin API. Only a keyed hash is kept.
type APIKey struct {
	ID         string
	Name       string // unique
	Role       Role
	Prefix     string
	Hash       []byte
	ExpiresAt  time.Time // zero: never
	RevokedAt  time.Time
	LastUsedAt time.Time
	Meta
}

// Validate reports every wrong field as one [Invalid] error.
func (k APIKey) Validate() error {
	var f Fields
	checkName(&f, k.Name)
	if !k.Role.Valid() {
		f.Add("/role", `must be "admin", "editor", "viewer" or "auditor"`)
	}
	return f.Err()
}

// Session is a user's sign-in to the Management UI. Only a hash of the cookie
// is kept.
type Session struct {
	ID        string
	UserID    string
	Hash      []byte
	CreatedAt time.Time
	ExpiresAt time.Time
	IP        string
	UserAgent string
}
