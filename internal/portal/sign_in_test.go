package portal_test

import (
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/store"
)

type me struct {
	Email   string
	Client  struct{ ID, Name string }
	Clients []struct{ ID, Name string }
	Session struct{ ID string }
}

func TestMailedLinkSignsInOnceWhereverItIsOpened(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	acme := r.client("acme", "dev@acme.example")
	asking, other := r.browser(), r.browser()
	asking.ask("Dev@Acme.example")
	link, _ := r.mailed("dev@acme.example")
	for _, method := range []string{"GET", "HEAD", "GET"} { // scanners
		if g := other.do(method, link, nil); g.Status != 200 || other.cookie() != "" {
			t.Fatalf("%s: %d %s", method, g.Status, g.Body)
		}
	}
	page := other.do("GET", link, nil)
	if !strings.Contains(page.Body, "dev@acme.example") || !strings.Contains(page.Body, `<form method="post">`) || strings.Contains(page.Body, "<script") {
		t.Errorf("page: %s", page.Body)
	}
	if g := other.do("POST", link, ""); g.Status != 303 || g.Header.Get("Location") != "../../" {
		t.Fatalf("%d %v %s", g.Status, g.Header, g.Body)
	}
	var who me
	other.api("GET", "/me", nil).into(r, 200, &who)
	if who.Email != "dev@acme.example" || who.Client.ID != acme.ID {
		t.Errorf("signed in as %+v", who)
	}
	for _, method := range []string{"POST", "GET"} {
		if g := asking.do(method, link, nil); g.Status != 410 || asking.cookie() != "" || !strings.Contains(g.Body, "Mail me a new link") {
			t.Errorf("%s again: %d %s", method, g.Status, g.Body)
		}
	}
	if g := asking.do("POST", link+"/again", ""); g.Status != 200 {
		t.Errorf("again: %d %s", g.Status, g.Body)
	}
	if again, _ := r.mailed("dev@acme.example"); again == link {
		t.Error("the same link was mailed again")
	}
}

func TestTheCookieIsForThePortalAloneAndNotForScripts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.client("acme", "dev@acme.example")
	b := r.browser()
	b.ask("dev@acme.example")
	link, _ := r.mailed("dev@acme.example")
	cookie := b.do("POST", link, "").Header.Get("Set-Cookie")
	for _, want := range []string{"gatehouse_portal=ghs_", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("no %s in %s", want, cookie)
		}
	}
}

func TestCodeSignsInWhereItWasAskedForAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.client("acme", "dev@acme.example")
	asking, other := r.browser(), r.browser()
	attempt := asking.ask("dev@acme.example")
	link, code := r.mailed("dev@acme.example")
	if code == "" {
		t.Fatal("no code")
	}
	elsewhere := other.ask("stranger@example.com")
	if g := other.api("POST", "/sign-in/code", obj{"attempt": elsewhere, "code": code}); g.Status != 401 {
		t.Errorf("the code worked elsewhere: %d %s", g.Status, g.Body)
	}
	var who me
	asking.api("POST", "/sign-in/code", obj{"attempt": attempt, "code": code[:3] + " " + code[3:]}).into(r, 200, &who)
	if who.Email != "dev@acme.example" || asking.cookie() == "" {
		t.Errorf("signed in as %+v", who)
	}
	if g := other.do("POST", link, ""); g.Status != 410 {
		t.Errorf("the link still works: %d", g.Status)
	}
}

// answers are everything a stranger sees of a sign-in with wrong codes.
func answers(b *browser, email string) (out []string) {
	attempt := b.ask(email)
	if email == "dev@acme.example" {
		b.mailed(email)
	}
	b.settle(attempt)
	for i := range 7 {
		g := b.api("POST", "/sign-in/code", obj{"attempt": attempt, "code": strconv.Itoa(100000 + i)})
		id := g.Header.Get("X-Request-Id")
		g.Header.Del("Date")
		out = append(out, strconv.Itoa(g.Status)+strings.ReplaceAll(g.Body, id, "")+strings.Join(slices.Sorted(maps(g.Header)), ","))
	}
	return out
}

// settle waits until the queue has written the sign-in of an attempt.
func (b *browser) settle(attempt string) {
	b.Helper()
	hash := b.keys.Hash(attempt)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if in, err := b.store.TryPortalCode(b.Context(), hash[:]); err == nil {
			if in.Tries > 0 {
				b.Fatal("tried before")
			}
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	b.Fatal("the sign-in was not queued")
}

func TestNobodyLearnsWhichAddressesMaySignIn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.client("acme", "dev@acme.example")
	known, unknown := answers(r.browser(), "dev@acme.example"), answers(r.browser(), "who@acme.example")
	for i := range known {
		if known[i] != unknown[i] {
			t.Errorf("try %d: known\n%s\nunknown\n%s", i, known[i], unknown[i])
		}
	}
	if !strings.Contains(known[0], "sign_in_code_wrong") || !strings.Contains(known[6], "sign_in_ended") {
		t.Errorf("answers %v", known)
	}
}

func TestFiveWrongCodesEndTheLinkToo(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.client("acme", "dev@acme.example")
	b := r.browser()
	attempt := b.ask("dev@acme.example")
	link, code := r.mailed("dev@acme.example")
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	for i := range 5 {
		g := b.api("POST", "/sign-in/code", obj{"attempt": attempt, "code": wrong})
		if want := map[bool]string{true: "sign_in_code_wrong", false: "sign_in_ended"}[i < 4]; g.code() != want {
			t.Errorf("try %d: %s", i, g.Body)
		}
	}
	if g := b.api("POST", "/sign-in/code", obj{"attempt": attempt, "code": code}); g.code() != "sign_in_ended" {
		t.Errorf("the right code after five wrong ones: %s", g.Body)
	}
	if g := b.do("POST", link, ""); g.Status != 410 {
		t.Errorf("the link after five wrong codes: %d", g.Status)
	}
}

func TestLinkAndCodeEndAfterAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.client("acme", "dev@acme.example")
	b := r.browser()
	attempt := b.ask("dev@acme.example")
	link, code := r.mailed("dev@acme.example")
	r.wait(15 * time.Minute)
	if g := b.api("POST", "/sign-in/code", obj{"attempt": attempt, "code": code}); g.code() != "sign_in_ended" {
		t.Errorf("code: %s", g.Body)
	}
	if g := b.do("GET", link, nil); g.Status != 410 {
		t.Errorf("link: %d", g.Status)
	}
	for _, broken := range []string{link[:len(link)-1], link + "x", "/auth/verify/x", "/auth/verify/%3Cb%3E"} {
		if g := b.do("POST", broken, ""); g.Status != 410 || strings.Contains(g.Body, "<b>") || strings.Contains(g.Body, "dev@acme") {
			t.Errorf("%s: %d %s", broken, g.Status, g.Body)
		}
	}
}

func TestAccessThatWasTakenAwayEndsAtTheNextCall(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ctx := t.Context()
	for name, take := range map[string]func(id string) error{
		"email removed": func(id string) error {
			_, err := r.control.SetPortalEmails(ctx, admin, id, 0, []string{"else@acme.example"})
			return err
		},
		"client disabled": func(id string) error {
			_, err := r.control.UpdateClient(ctx, admin, id, 0, func(c *gatehouse.Client) error { c.Status = gatehouse.Disabled; return nil })
			return err
		},
		"client deleted": func(id string) error { return r.control.DeleteClient(ctx, admin, id, 0) },
	} {
		email := strings.ReplaceAll(name, " ", "-") + "@acme.example"
		c := r.client("c-"+strings.ReplaceAll(name, " ", "-"), email)
		b := r.browser().signIn(email)
		if g := b.api("GET", "/me", nil); g.Status != 200 {
			t.Fatalf("%s: %d %s", name, g.Status, g.Body)
		}
		if err := take(c.ID); err != nil {
			t.Fatal(err)
		}
		if g := b.api("GET", "/me", nil); g.Status != 401 {
			t.Errorf("%s: %d %s", name, g.Status, g.Body)
		}
	}
}

func TestSessionEndsBySigningOutAndAfterTwelveHours(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.client("acme", "dev@acme.example")
	one, two := r.browser().signIn("dev@acme.example"), r.browser().signIn("dev@acme.example")
	cookie := one.cookie()
	if g := one.api("DELETE", "/sessions/current", nil); g.Status != 204 || one.cookie() != "" {
		t.Fatalf("%d %s, cookie %s", g.Status, g.Body, one.cookie())
	}
	req, _ := http.NewRequestWithContext(t.Context(), "GET", r.server.URL+"/portal/api/me", nil)
	req.Header.Set("Cookie", "gatehouse_portal="+cookie)
	if res, err := http.DefaultClient.Do(req); err != nil || res.StatusCode != 401 {
		t.Errorf("the cookie still works: %v %v", res, err)
	}
	if g := two.api("GET", "/me", nil); g.Status != 200 {
		t.Errorf("the other session: %d", g.Status)
	}
	r.wait(12 * time.Hour)
	if g := two.api("GET", "/me", nil); g.Status != 401 {
		t.Errorf("after twelve hours: %d", g.Status)
	}
}

func TestTooManyMailsAndTriesHaveToWait(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.client("acme", "dev@acme.example")
	for _, email := range []string{"dev@acme.example", "who@acme.example"} {
		b := r.browser()
		for range 5 {
			b.ask(email)
		}
		g := b.api("POST", "/sign-in", obj{"email": email})
		if seconds, _ := strconv.Atoi(g.Header.Get("Retry-After")); g.Status != 429 || seconds < 800 {
			t.Errorf("%s: %d, wait %d", email, g.Status, seconds)
		}
	}
	r.from = netip.MustParseAddr("203.0.113.9")
	b, last := r.browser(), got{}
	for i := range 31 {
		last = b.api("POST", "/sign-in", obj{"email": strconv.Itoa(i) + "@example.com"})
	}
	if last.Status != 429 {
		t.Errorf("the 31st from one address: %d", last.Status)
	}
}

func TestAnotherSiteCannotSignABrowserInOrAct(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.client("acme", "dev@acme.example")
	b := r.browser()
	b.ask("dev@acme.example")
	link, _ := r.mailed("dev@acme.example")
	signed := r.browser().signIn("dev@acme.example")
	for _, try := range []struct{ method, path string }{{"POST", link}, {"POST", link + "/again"}, {"DELETE", "/portal/api/sessions/current"}, {"POST", "/portal/api/sign-in"}} {
		req, _ := http.NewRequestWithContext(t.Context(), try.method, r.server.URL+try.path, strings.NewReader("{}"))
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		req.Header.Set("Cookie", "gatehouse_portal="+signed.cookie())
		res, err := http.DefaultClient.Do(req)
		if err != nil || res.StatusCode != 403 {
			t.Errorf("%v: %v %v", try, res.StatusCode, err)
		}
	}
	if g := b.do("POST", link, ""); g.Status != 303 {
		t.Errorf("the link was spent: %d", g.Status)
	}
}

func TestSessionMovesBetweenTheClientsOfItsAddressAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	one, two := r.client("one", "dev@acme.example"), r.client("two", "dev@acme.example")
	foreign := r.client("foreign", "else@example.com")
	b := r.browser().signIn("dev@acme.example")
	var who me
	b.api("PUT", "/me/client", obj{"client_id": two.ID}).into(r, 200, &who)
	b.api("GET", "/me", nil).into(r, 200, &who)
	if who.Client.ID != two.ID || len(who.Clients) != 2 || who.Clients[0].ID != one.ID {
		t.Errorf("looks at %+v", who)
	}
	never := b.api("PUT", "/me/client", obj{"client_id": "cl_never"})
	theirs := b.api("PUT", "/me/client", obj{"client_id": foreign.ID})
	if theirs.Status != 404 || strings.ReplaceAll(theirs.Body, theirs.Header.Get("X-Request-Id"), "") != strings.ReplaceAll(never.Body, never.Header.Get("X-Request-Id"), "") {
		t.Errorf("foreign %s, never %s", theirs.Body, never.Body)
	}
}

func TestAccessCanBeAskedForWhereAnAdminAllowsIt(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.client("acme", "dev@acme.example")
	b := r.browser()
	wish := obj{"email": "new@example.com", "name": "Kim", "company": "New Corp", "message": "Shipments, please."}
	if g := b.api("POST", "/access-requests", wish); g.Status != 404 {
		t.Errorf("while it is off: %d", g.Status)
	}
	if _, err := r.control.UpdateSettings(t.Context(), admin, 0, func(s *gatehouse.Settings) error { s.RequestAccess = true; return nil }); err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"new@example.com", "New@example.com", "dev@acme.example"} {
		wish["email"] = email
		if g := b.api("POST", "/access-requests", wish); g.Status != 202 || g.Body != "{}\n" {
			t.Errorf("%s: %d %s", email, g.Status, g.Body)
		}
	}
	var found []gatehouse.AccessRequest
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if found, _, _ = r.control.AccessRequests(t.Context(), admin, store.AccessRequestQuery{}); len(found) > 0 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if len(found) != 1 || found[0].Email != "new@example.com" || found[0].Message == "" {
		t.Fatalf("found %+v", found)
	}
	if err := r.control.DismissAccessRequest(t.Context(), admin, found[0].ID); err != nil {
		t.Error(err)
	}
	if err := r.control.DismissAccessRequest(t.Context(), manage.Caller{Role: gatehouse.Viewer}, found[0].ID); err == nil {
		t.Error("a viewer dismissed it")
	}
}

func maps(h http.Header) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range h {
			if !yield(name) {
				return
			}
		}
	}
}
