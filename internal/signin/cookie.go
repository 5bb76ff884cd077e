package signin

import (
	"net/http"
	"net/url"
	"time"

	"gatehouse"
)

// Cookie is what a browser keeps a session in: of the console or the portal. It
// goes to that alone, over TLS where that has it, and never to a script.
type Cookie struct{ empty http.Cookie }

// CookieAt is the cookie of that name for pages below a public URL.
func CookieAt(name, publicURL string) Cookie {
	c := http.Cookie{Name: name, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode} //nolint:gosec // Secure follows the public URL below
	if u, err := url.Parse(publicURL); err == nil {
		c.Secure = u.Scheme == "https"
		if u.Path != "" {
			c.Path = u.Path
		}
	}
	return Cookie{c}
}

// Empty is the cookie without a value.
func (c Cookie) Empty() http.Cookie { return c.empty }

// Carrying is the Set-Cookie field for a session that began.
func (c Cookie) Carrying(session gatehouse.Secret) string {
	set := c.Empty() //nolint:gosec // made by CookieAt
	set.Value, set.MaxAge = session.Reveal(), int(SessionLife/time.Second)
	return set.String()
}

// Forgotten is the Set-Cookie field that makes the browser forget a session.
func (c Cookie) Forgotten() string {
	set := c.Empty() //nolint:gosec // made by CookieAt
	set.MaxAge = -1
	return set.String()
}

// Origin refuses what pages of other origins send with the cookie. It knows the
// public origin too: behind a proxy that rewrites Host, a browser's Origin would
// look like that of another page.
func Origin(publicURL string) *http.CrossOriginProtection {
	p := http.NewCrossOriginProtection()
	if u, err := url.Parse(publicURL); err == nil && u.Host != "" {
		_ = p.AddTrustedOrigin(u.Scheme + "://" + u.Host) // fails for what is no origin alone
	}
	return p
}
