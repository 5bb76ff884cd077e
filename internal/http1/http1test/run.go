package http1test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// ReasonField is the response field in which a front door under test says which
// rule a request broke; where it is absent only statuses are compared.
const ReasonField = "X-Refused"

// patience bounds every wait of a case.
const patience = time.Minute

// Run plays the case against the front door at addr, whose upstream is rec, and
// returns what was not as it must be. Cases share the recorder, so only one may
// run at a time.
func (c *Case) Run(addr string, rec *Recorder) error {
	rec.Reset(c.Answer)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	if _, err := conn.Write(c.Send); err != nil && len(c.Want) == 0 {
		return err
	}
	if err := c.readAnswers(conn); err != nil {
		return err
	}
	return c.checkUpstream(rec)
}

// readAnswers compares the answers, and that nothing follows them.
func (c *Case) readAnswers(conn net.Conn) error {
	in := bufio.NewReader(conn)
	for i, want := range c.Want {
		res, err := http.ReadResponse(in, &http.Request{Method: c.methodOf(i)})
		if err != nil {
			return fmt.Errorf("answer %d: %w, want %d", i+1, err, want.Status)
		}
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			return fmt.Errorf("answer %d: body: %w", i+1, err)
		}
		reason := res.Header.Get(ReasonField)
		if res.StatusCode != want.Status || reason != "" && reason != want.Reason {
			return fmt.Errorf("answer %d: %d %s, want %d %s", i+1, res.StatusCode, reason, want.Status, want.Reason)
		}
	}
	if len(c.Want) == 0 || c.Want[len(c.Want)-1].Reason == "" {
		_ = conn.(*net.TCPConn).CloseWrite() // else the front door must end it by itself
	}
	rest, err := io.ReadAll(in)
	if len(rest) > 0 || err != nil && !strings.Contains(err.Error(), "reset") {
		return fmt.Errorf("after the last answer: %.100q, %v", rest, err)
	}
	return nil
}

// methodOf tells whether the i-th answer may have a body: cases that send HEAD
// send nothing else.
func (c *Case) methodOf(int) string {
	if strings.HasPrefix(string(c.Send), "HEAD ") {
		return "HEAD"
	}
	return "GET"
}

// checkUpstream waits until the upstream has seen all it will see.
func (c *Case) checkUpstream(rec *Recorder) error {
	var seen []Seen
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		var busy bool
		if seen, busy = rec.Seen(); !busy && len(seen) >= len(c.Upstream) || time.Now().After(end) {
			break
		}
	}
	got := make([]string, len(seen))
	for i := range seen {
		got[i] = seen[i].String()
	}
	if !slices.Equal(got, c.Upstream) {
		return fmt.Errorf("upstream saw %q, want %q", got, c.Upstream)
	}
	if len(seen) == 0 {
		return nil
	}
	return c.checkFields(&seen[0])
}

func (c *Case) checkFields(s *Seen) error {
	for _, line := range c.Has {
		name, value, _ := strings.Cut(line, ": ")
		if !slices.Contains(s.Header[http.CanonicalHeaderKey(name)], value) && !slices.Contains(s.Header[name], value) {
			return fmt.Errorf("upstream did not see %q but %q", line, s.Header)
		}
	}
	for _, name := range c.Lacks {
		for have := range s.Header {
			if strings.EqualFold(have, name) {
				return fmt.Errorf("upstream saw %q: %q", have, s.Header[have])
			}
		}
	}
	return nil
}
