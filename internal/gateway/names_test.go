package gateway

import (
	"strings"
	"testing"

	"gatehouse/internal/http1"
	"gatehouse/internal/seal"

	"pgregory.net/rapid"
)

func TestNamesAreFoundInAnyCaseAndLookAlikesToldApart(t *testing.T) {
	all := newNames([]string{"X-Correlation"})
	for _, k := range all {
		if k.name == "" {
			continue
		}
		for _, spelled := range []string{k.name, strings.ToLower(k.name), strings.ToUpper(k.name)} {
			if found, exact := all.find(spelled); !exact || found.name != k.name {
				t.Errorf("%s is not found as %s", k.name, spelled)
			}
		}
		if alike := strings.ReplaceAll(k.name, "-", "_"); alike != k.name {
			if found, exact := all.find(alike); exact || found == nil || found.name != k.name {
				t.Errorf("%s is not told apart from %s", alike, k.name)
			}
		}
	}
	for _, other := range []string{"", "X", "X-Client-IDs", "X-Unheard-Of", "\u212Aeep-Alive"} {
		if k, _ := all.find(other); k != nil {
			t.Errorf("%q passes for %s", other, k.name)
		}
	}
}

// What an operator adds to the log changes nothing about what is passed on, and
// uncovers no credentials.
func TestLoggedHeadersAreOnlyLogged(t *testing.T) {
	all := newNames([]string{"X-Forwarded-Host", "x-client-cert", "Cookie", "authorization", "X_Profile_ID", "X-Correlation", "x-correlation"})
	for name, want := range map[string]known{
		"X-Forwarded-Host": {stays: true, shown: true},
		"X-Client-Cert":    {stays: true, shown: true},
		"Cookie":           {},
		"Authorization":    {stays: true},
		"X-Correlation":    {shown: true},
	} {
		if k := all.is(name); k.stays != want.stays || k.shown != want.shown {
			t.Errorf("%s: stays behind %v, shown %v", name, k.stays, k.shown)
		}
	}
	if k := all.is("X_Profile_ID"); k.role != noRole || k.shown {
		t.Errorf("a look-alike became %+v", k)
	}
}

func TestNamesAreAsManyAsOneLikes(t *testing.T) {
	var more []string
	for i := range 1000 {
		more = append(more, "X-"+strings.Repeat("a", i+1))
	}
	all := newNames(more)
	for _, n := range more {
		if !all.is(n).shown {
			t.Fatalf("%d bytes are not found", len(n))
		}
	}
}

func TestAFieldBeyondTheLimitIsRefusedAndNotLost(t *testing.T) {
	var r received
	h := make(http1.Header, 300)
	for i := range h {
		h[i] = http1.Field{Name: "Host", Value: "x"}
	}
	r.read(h, builtIn)
	if r.bytes != 300*5 {
		t.Errorf("%d bytes", r.bytes)
	}
}

func TestHashOfTheLastTokenIsThatOfTheToken(t *testing.T) {
	keys, err := seal.LoadKeys(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		var last lastToken
		some := rapid.SampledFrom([]string{"", "a", "a\x00", "b", "ght_" + strings.Repeat("x", 49), strings.Repeat("y", 64), strings.Repeat("y", 65), strings.Repeat("y", 300)})
		for _, token := range rapid.SliceOf(some).Draw(t, "tokens") {
			if last.hash(token, keys) != keys.Hash(token) {
				t.Fatalf("%q has another token's hash", token)
			}
		}
	})
}

// A field of one connection is known without a second look at its name, so all
// of them must be in the table.
func TestFieldsOfOneConnectionAreKnown(t *testing.T) {
	for _, name := range []string{
		"Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length", "Host", "HTTP2-Settings",
		"Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
	} {
		if !http1.IsHopByHop(name) || builtIn.is(strings.ToLower(name)).answer != connectionSays {
			t.Errorf("%s goes through", name)
		}
	}
	for _, k := range builtIn {
		if http1.IsHopByHop(k.name) != (k.answer == connectionSays) {
			t.Errorf("%s is taken for the other kind", k.name)
		}
	}
}
