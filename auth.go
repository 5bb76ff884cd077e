package gatehouse

// AuthType is how a profile proves who is calling.
type AuthType string

// The authentication methods. A method that this build does not verify yet is
// refused when a profile is written, so none can be stored that the gateway
// would have to guess about.
const (
	AuthNone  AuthType = "none"  // the two id headers alone
	AuthToken AuthType = "token" // Authorization: Bearer <token>
)

// Auth is a profile's authentication method with its settings.
type Auth struct {
	Type AuthType
}

func (a Auth) check() Fields {
	var f Fields
	switch a.Type {
	case AuthNone, AuthToken:
	case "":
		f.Add("/type", `is required: "token" or "none"`)
	default:
		f.Add("/type", `this method is not available; use "token" or "none"`)
	}
	return f
}
