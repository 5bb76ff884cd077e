package verify

import (
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/limit"
	"gatehouse/internal/seal"
)

var epoch = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

const (
	secret  = "ght_0123456789012345678901234567890123456789"
	retired = "ght_retired-retired-retired-retired"
	expired = "ght_expired-expired-expired-expired"
	shared  = "ght_shared-shared-shared-shared-shared"
)

func hash(s string) [32]byte { return sha256.Sum256([]byte(s)) }

// client is one with a profile of method token and one of method none.
func client(t testing.TB) *directory.Client {
	t.Helper()
	token := func(id, secret string, expires time.Time) gatehouse.Token {
		h := hash(secret)
		return gatehouse.Token{ID: id, ProfileID: "pr_token", Hash: h[:], ExpiresAt: expires}
	}
	one := token("tk_7", secret, time.Time{})
	one.ProfileID = "pr_one"
	d := directory.New(limit.New(epoch))
	d.Put(gatehouse.Partner{
		Client: gatehouse.Client{ID: "cl_1", Name: "acme", Status: gatehouse.Enabled},
		Profiles: []gatehouse.Profile{
			{ID: "pr_token", Name: "standard", Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken}},
			{ID: "pr_none", Name: "open", Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthNone}},
			{ID: "pr_one", Name: "one", Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken}},
			{ID: "pr_odd", Name: "odd", Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: "mtls"}},
		},
		Tokens: []gatehouse.Token{
			token("tk_1", secret, time.Time{}), token("tk_2", retired, epoch.Add(time.Hour)), token("tk_3", expired, epoch),
			token("tk_4", shared, epoch.Add(-time.Hour)), token("tk_5", shared, epoch.Add(time.Hour)), token("tk_6", shared, epoch.Add(-time.Hour)), one,
		},
	})
	return d.Find("cl_1")
}

func TestVerdicts(t *testing.T) {
	c := client(t)
	tests := []struct {
		name, profile, authorization string
		fields                       int
		want                         Verdict
		token                        string
	}{
		{"right token", "standard", "Bearer " + secret, 1, OK, "tk_1"},
		{"by profile id", "pr_token", "bearer  " + secret, 1, OK, "tk_1"},
		{"token in overlap", "standard", "Bearer " + retired, 1, OK, "tk_2"},
		{"expired token", "standard", "Bearer " + expired, 1, Expired, ""},
		{"same secret, one not expired", "standard", "Bearer " + shared, 1, OK, "tk_5"},
		{"wrong token", "standard", "Bearer " + strings.ToUpper(secret), 1, Invalid, ""},
		{"unknown profile", "nobody", "Bearer " + secret, 1, Invalid, ""},
		{"unknown profile, expired token", "nobody", "Bearer " + expired, 1, Invalid, ""},
		{"unknown profile, nothing sent", "nobody", "", 0, Missing, ""},
		{"nothing sent", "standard", "", 0, Missing, ""},
		{"empty field", "standard", "", 1, Invalid, ""},
		{"another scheme", "standard", "Basic " + secret, 1, Invalid, ""},
		{"sent twice", "standard", "Bearer " + secret, 2, Invalid, ""},
		{"method none", "open", "", 0, OK, ""},
		{"method none, something sent", "open", "Bearer x", 1, OK, ""},
		{"method of another build", "odd", "Bearer " + secret, 1, Invalid, ""},
		{"method of another build, nothing sent", "odd", "", 0, Missing, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Credentials(epoch, c.Profile(tt.profile), ParseBearer(tt.authorization, tt.fields), hash)
			id := ""
			if got.Token != nil {
				id = got.Token.ID()
			}
			if got.Verdict != tt.want || id != tt.token {
				t.Errorf("verdict %q with token %q, want %q with %q", got.Verdict.Code(), id, tt.want.Code(), tt.token)
			}
		})
	}
}

// The code must depend on the request alone: what a stranger presents gets the
// same verdict from a profile that exists and one that does not.
func TestVerdictTellsNothingAboutWhatExists(t *testing.T) {
	c := client(t)
	for _, authorization := range []string{"", "Bearer", "Bearer ", "Bearer x", "Bearer " + strings.Repeat("x", 600), "Digest x", "Bearer a b"} {
		for fields := range 3 {
			b := ParseBearer(authorization, fields)
			exists, not := Credentials(epoch, c.Profile("standard"), b, hash), Credentials(epoch, nil, b, hash)
			if exists != not {
				t.Errorf("%q × %d: %q where it exists, %q where not", authorization, fields, exists.Verdict.Code(), not.Verdict.Code())
			}
		}
	}
}

func TestEverythingPresentedIsHashedOnce(t *testing.T) {
	c := client(t)
	for _, profile := range []*directory.Profile{c.Profile("standard"), c.Profile("odd"), nil} {
		calls := 0
		Credentials(epoch, profile, ParseBearer("Bearer x", 1), func(s string) [32]byte { calls++; return hash(s) })
		if calls != 1 {
			t.Errorf("hashed %d times", calls)
		}
	}
}

func TestBearerIsReadStrictly(t *testing.T) {
	tests := []struct{ value, want string }{
		{"Bearer abc", "abc"},
		{"BEARER abc", "abc"},
		{"bearer   abc  ", "abc"},
		{"Bearer a-._~+/09Z==", "a-._~+/09Z=="},
		{"Bearer " + strings.Repeat("a", 512), strings.Repeat("a", 512)},
		{"Bearer " + strings.Repeat("a", 513), ""},
		{"Bearer a=b", ""},
		{"Bearer ==", ""},
		{"Bearer a b", ""},
		{"Bearer a,b", ""},
		{"Bearer \tabc", ""},
		{"Bearer\tabc", ""},
		{"Bearerabc", ""},
		{" Bearer abc", ""},
		{"Bearer", ""},
		{"abc", ""},
		{"Bearer aé", ""},
		{"Bearer a\x00", ""},
	}
	for _, tt := range tests {
		if b := ParseBearer(tt.value, 1); b.Token != tt.want || !b.Present {
			t.Errorf("ParseBearer(%q) = %+v, want token %q", tt.value, b, tt.want)
		}
	}
}

func TestVerifyingAllocatesNothing(t *testing.T) {
	p := client(t).Profile("standard")
	keys, err := seal.LoadKeys(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	authorization, hash := "Bearer "+secret, Hash(keys.Hash)
	if n := testing.AllocsPerRun(100, func() { Credentials(epoch, p, ParseBearer(authorization, 1), hash) }); n != 0 {
		t.Errorf("a verification allocates %.0f times", n)
	}
}

func FuzzParseBearer(f *testing.F) {
	for _, s := range []string{"Bearer abc==", "bearer", "Basic YTpi", "Bearer a b", "Bearer  a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		b := ParseBearer(value, 1)
		if b.Token == "" {
			return
		}
		if !strings.HasSuffix(strings.TrimRight(value, " "), b.Token) || len(b.Token) > maxToken {
			t.Errorf("token %q out of %q", b.Token, value)
		}
		if again := ParseBearer("Bearer "+b.Token, 1); again != b {
			t.Errorf("token %q is read again as %q", b.Token, again.Token)
		}
	})
}

// The two must cost the same: a stranger could measure the difference.
func BenchmarkCredentials(b *testing.B) {
	c := client(b)
	for _, profile := range []string{"one", "nobody"} {
		b.Run(profile, func(b *testing.B) {
			p, bearer := c.Profile(profile), ParseBearer("Bearer wrong", 1)
			for b.Loop() {
				Credentials(epoch, p, bearer, hash)
			}
		})
	}
}
