package portal

import (
	"context"
	"crypto/subtle"
	"strconv"
	"strings"
	"sync"
	"time"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/seal"
)

// A try-it token shows a page how a call is authenticated while nothing needs
// to be pasted. It is computed from the session, the profile and the minute it
// ends in, under the master key: there is nothing to store, it ends with the
// session, and it means nothing to the gateway's other doors.
const tryPrefix = "ghp"

func (a *api) tryToken(sessionID, profileID string, minute int64) gatehouse.Secret {
	return seal.TokenOf(tryPrefix, a.Keys.Hash("try-it token\n"+sessionID+"\n"+profileID+"\n"+strconv.FormatInt(minute, 10)))
}

// vouchesFor reports whether a try-it token is one of the session for the
// profile that has not ended.
func (a *api) vouchesFor(token, sessionID, profileID string, now time.Time) bool {
	if !strings.HasPrefix(token, tryPrefix+"_") {
		return false
	}
	first := now.Unix()/60 + 1
	for minute := first; minute <= first+int64(tryLife/time.Minute); minute++ {
		if subtle.ConstantTimeCompare([]byte(a.tryToken(sessionID, profileID, minute).Reveal()), []byte(token)) == 1 {
			return true
		}
	}
	return false
}

type profileNameJSON struct {
	Profile string `json:"profile" doc:"Name or id of a profile." example:"acme-corp-standard"`
}

type tryTokenJSON struct {
	Token     string    `json:"token" doc:"Valid in POST /try of this session alone; in memory alone." example:"ghp_…"`
	ProfileID string    `json:"profile_id" doc:"The profile it stands for."`
	ExpiresAt time.Time `json:"expires_at" doc:"When it ends by itself."`
}

func (a *api) makeTryToken(ctx context.Context, in *struct{ Body rest.Body[profileNameJSON] }) (*rest.Answer[tryTokenJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	_, p, err := a.chosen(ctx, sent.Profile)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, gatehouse.Errorf(gatehouse.NotFound, "There is no such profile.")
	}
	minute := time.Now().Add(tryLife).Unix() / 60
	token := a.tryToken(by(ctx).Session.ID, p.Profile.ID, minute)
	return rest.Shown(tryTokenJSON{token.Reveal(), p.Profile.ID, time.Unix(minute*60, 0).UTC()}), nil
}

// running counts the try-it calls under way, so that a page left open cannot
// fill memory with answers.
type running struct {
	mu    sync.Mutex
	total int
	of    map[string]int // by session
}

const (
	mostTries        = 32
	mostTriesSession = 4
)

func (r *running) begin(session string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.total >= mostTries || r.of[session] >= mostTriesSession {
		return &gatehouse.Error{Kind: gatehouse.RateLimited, Retry: time.Second, Detail: "Too many calls are under way here. Wait for one to end."}
	}
	if r.of == nil {
		r.of = map[string]int{}
	}
	r.total++
	r.of[session]++
	return nil
}

func (r *running) end(session string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total--
	if r.of[session]--; r.of[session] == 0 {
		delete(r.of, session)
	}
}
