package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gatehouse/internal/config"
)

// remote is the admin API of a server, as the commands use it.
type remote struct {
	config.Remote
	client http.Client
}

// remoteTimeout covers an access proof over many collections, which calls
// each upstream.
const remoteTimeout = 2 * time.Minute

func openRemote(s config.Remote) (*remote, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	s.URL = strings.TrimRight(s.URL, "/")
	return &remote{s, http.Client{
		Timeout: remoteTimeout,
		// The key must not follow a redirect to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// maxAnswer bounds what is read of an answer.
const maxAnswer = 16 << 20

// post sends a value as JSON and returns the body of a successful answer.
func (r *remote) post(ctx context.Context, path string, in any) (json.RawMessage, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("encoding the call: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("making the call: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+r.APIKey.Reveal())
	req.Header.Set("Content-Type", "application/json")
	resp, err := r.client.Do(req)
	if err != nil {
		return nil, unreachable(r.URL, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, unreachable(r.URL, err)
	}
	if resp.StatusCode/100 != 2 {
		return nil, refusal(resp.StatusCode, answer)
	}
	return answer, nil
}

func unreachable(at string, err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return fmt.Errorf("calling the admin API at %s: %w (set GATEHOUSE_URL to the console's address)", at, err)
}

// apiError is a problem document of the admin API.
type apiError struct {
	Title     string `json:"title"`
	Detail    string `json:"detail"`
	RequestID string `json:"request_id"`
	Errors    []struct {
		Pointer string `json:"pointer"`
		Detail  string `json:"detail"`
	} `json:"errors"`

	status int
}

func refusal(status int, body []byte) error {
	e := &apiError{status: status}
	if json.Unmarshal(body, e) != nil || e.Title == "" {
		return fmt.Errorf("the server answered %d, but not as the admin API does; is GATEHOUSE_URL the console's address?", status)
	}
	return e
}

// Error is the problem in one line.
func (e *apiError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%d): %s", e.Title, e.status, e.Detail)
	for _, f := range e.Errors {
		fmt.Fprintf(&b, " %s %s.", f.Pointer, strings.TrimRight(f.Detail, "."))
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " [%s]", e.RequestID)
	}
	return b.String()
}
