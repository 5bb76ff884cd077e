package portal

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/seal"
	"gatehouse/internal/webui"
)

// Bounds of a shared link.
const (
	defaultShare = 7 * 24 * time.Hour
	maxShare     = 30 * 24 * time.Hour
)

type shareJSON struct {
	ExpiresIn string `json:"expires_in,omitempty" doc:"1h to 30d; 7d when left out." example:"7d"`
}

type sharedJSON struct {
	URL       string    `json:"url" doc:"For anybody who gets it: the call without headers, addresses and whose it is."`
	ExpiresAt time.Time `json:"expires_at" doc:"When it stops working."`
}

// shareMAC binds a link to one call, its client and an end. The client is not
// in the link: it is that of the record, so a link tells nobody an id.
func (a *api) shareMAC(r gatehouse.RequestRecord, until int64) []byte {
	mac := a.Keys.Hash("shared call\n" + r.ID + "\n" + r.ClientID + "\n" + strconv.FormatInt(until, 10))
	return mac[:]
}

func (a *api) share(ctx context.Context, in *struct {
	rest.ByID
	Body rest.Body[shareJSON]
},
) (*rest.Answer[sharedJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	life := defaultShare
	if sent.ExpiresIn != "" {
		if life, err = gatehouse.ParseDuration(sent.ExpiresIn); err != nil || life < time.Hour || life > maxShare {
			return nil, gatehouse.Fields{{Pointer: "/expires_in", Detail: `must be "1h" to "30d"`}}.Err()
		}
	}
	r, err := a.record(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	until := time.Now().Add(life).Unix()
	code := base64.RawURLEncoding.EncodeToString([]byte(r.ID+"\n"+strconv.FormatInt(until, 10)+"\n")) + "." +
		base64.RawURLEncoding.EncodeToString(a.shareMAC(r, until))
	return rest.Shown(sharedJSON{strings.TrimRight(a.PortalURL, "/") + "/shared/" + code, time.Unix(until, 0).UTC()}), nil
}

var errNotShared = gatehouse.Errorf(gatehouse.NotFound, "This link has expired, is incomplete or never was.")

// sharedCall is what a shared link shows.
type sharedCall struct {
	ID, At, Method, Path, Code, Reason, Fix string
	Status                                  int
	LatencyMS                               float64
	Decision                                []checkJSON
	Until                                   string
}

// openShared finds the call of a link. Every failure is the same.
func (a *api) openShared(ctx context.Context, code string) (sharedCall, error) {
	payload, sum, _ := strings.Cut(code, ".")
	text, err := base64.RawURLEncoding.DecodeString(payload)
	mac, err2 := base64.RawURLEncoding.DecodeString(sum)
	parts := strings.Split(string(text), "\n")
	if err != nil || err2 != nil || len(parts) != 3 {
		return sharedCall{}, errNotShared
	}
	until, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || time.Now().Unix() >= until {
		return sharedCall{}, errNotShared
	}
	r, err := a.Log.Get(ctx, parts[0])
	if missing(err) || err == nil && subtle.ConstantTimeCompare(mac, a.shareMAC(r, until)) != 1 {
		return sharedCall{}, errNotShared
	} else if err != nil {
		return sharedCall{}, err
	}
	why := refused{code: r.Code, method: r.Method}
	return sharedCall{
		ID: r.ID, At: r.At.UTC().Format("2 January 2006, 15:04:05 UTC"), Method: r.Method, Path: r.Path, Code: r.Code, Reason: why.reason(), Fix: why.fix(),
		Status: r.Status, LatencyMS: rest.Milliseconds(r.Latency), Decision: decisionOf(r.Step, ""), Until: time.Unix(until, 0).UTC().Format("2 January 2006, 15:04 UTC"),
	}, nil
}

func missing(err error) bool {
	e, ok := errors.AsType[*gatehouse.Error](err)
	return ok && e.Kind == gatehouse.NotFound
}

// shared shows a call to whoever holds its link.
func (p *portal) shared(w http.ResponseWriter, r *http.Request) {
	found, err := p.api.openShared(r.Context(), r.PathValue("code"))
	id := seal.NewID(gatehouse.RequestIDPrefix)
	switch {
	case missing(err):
		p.wrong(w, http.StatusNotFound, "There is no such page", "The link has expired or is incomplete. Ask for a new one.", id)
	case err != nil:
		p.Logger.ErrorContext(r.Context(), "showing a shared call failed", "request_id", id, "error", err)
		p.wrong(w, http.StatusInternalServerError, "This did not work", "Try again in a moment.", id)
	default:
		p.pages.Write(w, webui.Page{Status: http.StatusOK, Name: "shared.html", Title: "One call", Content: found})
	}
}
