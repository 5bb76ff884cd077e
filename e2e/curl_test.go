package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// answer is what curl printed of a response.
type answer struct {
	status int
	header http.Header
	body   string
}

// curl runs the real curl with -i and reads its output back.
func curl(t *testing.T, args ...string) answer {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "curl", append([]string{"-q", "-sS", "-i", "--noproxy", "*", "--max-time", "60"}, args...)...)
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("curl %s: %v %s", strings.Join(args, " "), err, errOut.String())
	}
	return parse(t, out)
}

// parse reads a response as curl -i prints it, past interim ones.
func parse(t *testing.T, out []byte) answer {
	t.Helper()
	r := bufio.NewReader(bytes.NewReader(out))
	for {
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatalf("reading curl's output: %v\n%s", err, out)
		}
		if resp.StatusCode >= 200 {
			// curl has already undone any transfer coding.
			_, body, _ := bytes.Cut(out, []byte("\r\n\r\n"))
			_ = resp.Body.Close()
			return answer{resp.StatusCode, resp.Header, string(body)}
		}
		_, out, _ = bytes.Cut(out, []byte("\r\n\r\n"))
		_, _ = io.Copy(io.Discard, resp.Body)
	}
}

// code is the problem code of a refusal, or empty.
func (a answer) code(t *testing.T) string {
	t.Helper()
	if a.header.Get("Content-Type") != "application/problem+json" {
		return ""
	}
	var p struct {
		Code      string `json:"code"`
		Status    int    `json:"status"`
		Type      string `json:"type"`
		Title     string `json:"title"`
		Detail    string `json:"detail"`
		RequestID string `json:"request_id"`
	}
	a.into(t, &p)
	if p.Status != a.status || p.Title == "" || p.Detail == "" || p.RequestID == "" || p.RequestID != a.header.Get("X-Request-Id") || !strings.HasSuffix(p.Type, "/problems/"+p.Code) {
		t.Errorf("incomplete problem document: %s", a.body)
	}
	return p.Code
}

func (a answer) into(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), v); err != nil {
		t.Fatalf("reading %q: %v", a.body, err)
	}
}

// api calls the admin API with the admin key and wants a status.
func (h *house) api(want int, method, path, body string) object {
	h.t.Helper()
	a := h.apiAnswer(method, path, body)
	if a.status != want {
		h.t.Fatalf("%s %s: %d, want %d\n%s", method, path, a.status, want, a.body)
	}
	if a.body == "" {
		return nil
	}
	var o object
	a.into(h.t, &o)
	return o
}

func (h *house) apiAnswer(method, path, body string, more ...string) answer {
	h.t.Helper()
	args := append([]string{"-X", method, h.console + "/api/v1" + path, "-H", "Authorization: Bearer " + h.key}, more...)
	if body != "" {
		args = append(args, "-H", "Content-Type: application/json", "--data-binary", body)
	}
	return curl(h.t, args...)
}

// object is a JSON object read loosely.
type object map[string]any

// text is the string at a path of keys, or empty.
func (o object) text(path ...string) string {
	s, _ := o.at(path...).(string)
	return s
}

// at is the value at a path of keys, or nil.
func (o object) at(path ...string) any {
	var v any = map[string]any(o)
	for _, key := range path {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	return v
}

// items are the members of a list answer.
func (o object) items() []object {
	list, _ := o["items"].([]any)
	out := make([]object, 0, len(list))
	for _, i := range list {
		m, _ := i.(map[string]any)
		out = append(out, m)
	}
	return out
}

func sorted(s []string) []string {
	slices.Sort(s)
	return s
}
