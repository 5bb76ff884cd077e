package adminapi

import (
	"net/http"
	"net/url"
	"time"

	"gatehouse"
	"gatehouse/internal/signin"
)

// cookieAt is the cookie of a session without its value. It goes to the
// console alone, over TLS where the console has it, and never to a script.
func cookieAt(consoleURL string) http.Cookie {
	c := http.Cookie{Name: SessionCookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode} //nolint:gosec // Secure follows the console's URL below
	if u, err := url.Parse(consoleURL); err == nil {
		c.Secure = u.Scheme == "https"
		if u.Path != "" {
			c.Path = u.Path
		}
	}
	return c
}

// sessionCookie carries a session that began.
func (a *api) sessionCookie(value gatehouse.Secret) string {
	c := a.cookie //nolint:gosec // made by cookieAt
	c.Value, c.MaxAge = value.Reveal(), int(signin.SessionLife/time.Second)
	return c.String()
}

// noCookie makes the browser forget a session.
func (a *api) noCookie() string {
	c := a.cookie //nolint:gosec // made by cookieAt
	c.MaxAge = -1
	return c.String()
}

// origin knows the console's public origin too: behind a proxy that rewrites
// Host, a browser's Origin would look like that of another page.
func origin(consoleURL string) *http.CrossOriginProtection {
	p := http.NewCrossOriginProtection()
	if u, err := url.Parse(consoleURL); err == nil && u.Host != "" {
		_ = p.AddTrustedOrigin(u.Scheme + "://" + u.Host) // fails for what is no origin alone
	}
	return p
}
