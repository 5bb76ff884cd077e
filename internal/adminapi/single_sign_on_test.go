package adminapi

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/gatetest/oidctest"
	"gatehouse/internal/signin"
	"gatehouse/internal/signin/sso"
)

// browser signs in like a person: it keeps cookies and is led step by step.
type browser struct {
	*rig
	issuer *oidctest.Issuer
	jar    http.CookieJar
}

var accounts = []oidctest.Account{
	{ID: "dana", Email: "Dana@example.com", Verified: true, Groups: []string{"staff", "ops", "gateway-admins"}},
	{ID: "kim", Email: "kim@example.com", Verified: true, Groups: []string{"staff", "ops"}},
	{ID: "nobody", Email: "nobody@example.com", Verified: true, Groups: []string{"staff"}},
	{ID: "unverified", Email: "root@example.com", Groups: []string{"gateway-admins"}},
	{ID: "other-kim", Email: "kim@example.com", Verified: true, Groups: []string{"ops"}},
}

// withIssuer gives the rig a single sign-on with rules such as
// "ops=viewer".
func (r *rig) withIssuer(rules ...string) *browser {
	r.t.Helper()
	r.options.ConsoleURL = r.server.URL
	back := r.server.URL + ReturnPath
	b := &browser{rig: r, issuer: oidctest.Start(r.t, back, accounts...)}
	roles, err := gatehouse.ParseRoleRules(rules)
	check(r.t, err)
	r.options.Desk = signin.New(signin.Options{
		Store: r.control.Store, Keys: r.control.Keys, Control: r.options.Control, SSO: sso.New(sso.Options{
			Name: "Northwind account", Issuer: b.issuer.URL, ClientID: oidctest.ClientID, ClientSecret: oidctest.ClientSecret,
			RedirectURL: back, RoleClaim: "groups", Roles: roles,
		}),
	})
	r.server.Config.Handler = New(r.options)
	b.fresh()
	return b
}

func (b *browser) fresh() { b.jar, _ = cookiejar.New(nil) }

// get follows no redirect.
func (b *browser) get(address string) reply {
	b.t.Helper()
	client := http.Client{Jar: b.jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	req, err := http.NewRequestWithContext(b.t.Context(), "GET", address, nil)
	check(b.t, err)
	resp, err := client.Do(req)
	check(b.t, err)
	defer resp.Body.Close()
	var body strings.Builder
	_, err = io.Copy(&body, resp.Body)
	check(b.t, err)
	return reply{b.t, resp.StatusCode, resp.Header, body.String()}
}

// there goes to the issuer, signs in there and returns the way back.
func (b *browser) there(account, query string) string {
	b.t.Helper()
	left := b.get(b.server.URL + Prefix + "/sign-in/oidc" + query).must(http.StatusFound)
	return b.issuer.SignIn(b.t, left.header.Get("Location"), account)
}

func (b *browser) signIn(account string) reply { return b.get(b.there(account, "")) }

func (b *browser) me() reply { return b.get(b.server.URL + Prefix + "/me") }

func TestAccountSignsInWithTheRoleOfItsFirstGroup(t *testing.T) {
	b := newRig(t).withIssuer("gateway-admins=admin", "ops=viewer")
	options := b.send("GET", "/sign-in-options", "", noKey).must(200)
	if options.text("single_sign_on.name") != "Northwind account" || options.text("single_sign_on.url") != Prefix+"/sign-in/oidc" {
		t.Errorf("options: %s", options.body)
	}
	for account, role := range map[string]string{"dana": "admin", "kim": "viewer"} {
		b.fresh()
		back := b.get(b.there(account, "?next="+url.QueryEscape("/clients?q=a"))).must(http.StatusFound)
		if to := back.header.Get("Location"); to != b.server.URL+"/clients?q=a" {
			t.Errorf("sent to %s", to)
		}
		me := b.me().must(200)
		if me.text("role") != role || me.text("user.email") != account+"@example.com" || me.text("user.name") != "Dana Kim" || me.value("user.single_sign_on") != true {
			t.Errorf("me: %s", me.body)
		}
	}
	b.fresh()
	b.signIn("kim").must(http.StatusFound) // again: the same user
	if items := b.send("GET", "/users", "").must(200).value("items").([]any); len(items) != 2 {
		t.Errorf("users: %v", items)
	}
	log := b.send("GET", "/audit-logs?action=user.created", "").must(200).body
	if !strings.Contains(log, `"name":"single sign-on"`) || strings.Contains(b.log.String()+log, "canary") {
		t.Errorf("audit log: %s\n%s", log, b.log.String())
	}
}

func TestAccountThatMayNotComeInIsToldWhy(t *testing.T) {
	b := newRig(t).withIssuer("gateway-admins=admin", "ops=viewer")
	b.send("POST", "/users", `{"email":"dana@example.com","role":"admin","status":"disabled"}`).must(201)
	b.signIn("kim")
	for account, words := range map[string]string{
		"nobody":     "in no group",
		"unverified": "not verified your email",
		"dana":       "disabled",
		"other-kim":  "linked to another account",
	} {
		b.fresh()
		a := b.signIn(account).must(403)
		if !strings.Contains(a.body, words) || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") || !strings.Contains(a.body, b.server.URL+"/login") {
			t.Errorf("%s: %s", account, a.body)
		}
		b.me().must(401)
	}
}

func TestAccountIsLinkedToTheUserWithItsAddress(t *testing.T) {
	b := newRig(t).withIssuer("ops=viewer")
	id := b.send("POST", "/users", `{"email":"kim@example.com","name":"Kim","role":"editor"}`).must(201).text("id")
	b.signIn("kim").must(http.StatusFound)
	me := b.me().must(200)
	if me.text("user.id") != id || me.text("role") != "viewer" || me.text("user.name") != "Kim" || me.value("user.invited_until") != nil {
		t.Errorf("me: %s", me.body)
	}
	// What the link rests on then is the account, not the address.
	b.send("PATCH", "/users/"+id, `{"email":"kim.park@example.com"}`).must(200)
	b.fresh()
	b.signIn("kim").must(http.StatusFound)
	if me := b.me().must(200); me.text("user.id") != id {
		t.Errorf("me: %s", me.body)
	}
}

func TestLastAdminStaysOneWhateverTheGroups(t *testing.T) {
	b := newRig(t).withIssuer("ops=viewer")
	b.send("POST", "/users", `{"email":"kim@example.com","role":"admin","password":"`+password+`"}`).must(201)
	b.signIn("kim").must(http.StatusFound)
	if me := b.me().must(200); me.text("role") != "admin" {
		t.Errorf("me: %s", me.body)
	}
}

func TestWithoutRulesOnlyUsersComeInWithTheirRoles(t *testing.T) {
	b := newRig(t).withIssuer()
	b.send("POST", "/users", `{"email":"kim@example.com","role":"editor","password":"`+password+`"}`).must(201)
	b.signIn("kim").must(http.StatusFound)
	if me := b.me().must(200); me.text("role") != "editor" {
		t.Errorf("me: %s", me.body)
	}
	b.fresh()
	if a := b.signIn("dana").must(403); !strings.Contains(a.body, "no user with your email") {
		t.Errorf("%s", a.body)
	}
}

func TestWayBackIsOneBrowsersOneTime(t *testing.T) {
	b := newRig(t).withIssuer("ops=viewer")
	back := b.there("kim", "")
	own := b.jar
	b.fresh()
	b.get(back).must(401) // another browser: somebody was led here
	b.jar = own
	b.get(strings.Replace(back, "state=", "state=x", 1)).must(401)
	b.get(back).must(401) // what the browser kept went with the attempt before

	b.fresh()
	back = b.there("kim", "")
	b.get(back).must(http.StatusFound)
	b.get(back).must(401)

	b.fresh()
	back = b.there("kim", "")
	kept := b.there("kim", "") // a second sign-in of the same browser replaces the first
	b.get(back).must(401)
	b.get(kept).must(401) // and that attempt ended the second
	b.fresh()
	denied := b.get(b.server.URL + Prefix + "/sign-in/oidc").must(http.StatusFound)
	to, err := url.Parse(denied.header.Get("Location"))
	check(t, err)
	if q := to.Query(); q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("nonce") == "" || q.Get("state") == "" {
		t.Errorf("asked for %v", q)
	}
	a := b.get(b.server.URL + ReturnPath + "?error=access_denied&state=" + to.Query().Get("state")).must(401)
	if !strings.Contains(a.body, "cancelled") {
		t.Errorf("%s", a.body)
	}
}

func TestBrowserIsNeverSentElsewhere(t *testing.T) {
	b := newRig(t).withIssuer("ops=viewer")
	for _, next := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "@evil.example", ".evil.example"} {
		b.fresh()
		back := b.get(b.there("kim", "?next="+url.QueryEscape(next))).must(http.StatusFound)
		if to := back.header.Get("Location"); to != b.server.URL+"/" {
			t.Errorf("%s: sent to %s", next, to)
		}
	}
}

func TestIssuerThatIsAwayIsSaidToBe(t *testing.T) {
	r := newRig(t)
	r.options.Desk = signin.New(signin.Options{Store: r.control.Store, Keys: r.control.Keys, Control: r.options.Control, SSO: sso.New(sso.Options{
		Name: "Away", Issuer: "http://127.0.0.1:1", ClientID: "x",
	})})
	r.server.Config.Handler = New(r.options)
	b := &browser{rig: r}
	b.fresh()
	if a := b.get(r.server.URL + Prefix + "/sign-in/oidc").must(503); !strings.Contains(a.body, "does not answer") || strings.Contains(a.body, "127.0.0.1:1") {
		t.Errorf("%s", a.body)
	}
}

func TestWithoutAnIssuerThereIsNoWayToOne(t *testing.T) {
	r := newRig(t)
	r.send("GET", "/sign-in/oidc", "").must(404)
}
