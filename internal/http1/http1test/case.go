// Package http1test holds the conformance suite of the HTTP engine in a form
// that any front door can be put to: cases are data (testdata/conformance beside
// the engine), a Recorder stands in for the upstream and notes what reached it
// byte by byte, and Run plays one case against an address.
//
// A file is a list of blocks separated by empty lines; # begins a comment line.
//
//	case: space before the colon
//	rfc: 9112 §5.1
//	send: GET / HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n
//	want: 400 space_before_colon
//	upstream: nothing
//
// send is the bytes of one connection, with the escapes \r \n \t \\ \xNN and
// {text*N} for a repetition; several send lines are joined. want lists the
// answers in order, separated by commas: a status, and for refusals the engine's
// reason; "none" when the connection must end without an answer. upstream lists
// what must have arrived there, one line each: method, target and body (escaped),
// "cut" in place of what was begun and never completed, or "nothing". has and
// lacks name a field line or field that the first request upstream must or must
// not have. answer replaces the upstream's usual answer.
package http1test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Case is one check.
type Case struct {
	Where    string // file:line
	Name     string
	RFC      string // "9112 §5.1"
	Send     []byte
	Want     []Verdict // none when the connection must end without an answer
	Upstream []string  // as described above; empty for nothing
	Has      []string  // "Name: value" lines
	Lacks    []string  // field names
	Answer   []byte    // what the upstream says; nil for its usual answer
}

// Verdict is one expected answer. Reason is empty for those that are not refused.
type Verdict struct {
	Status int
	Reason string
}

// Load reads all files of a directory and checks that names are unique and every
// case cites a section.
func Load(dir string) ([]Case, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no conformance files in %s", dir)
	}
	var all []Case
	seen := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		cases, err := parse(filepath.Base(file), string(text))
		if err != nil {
			return nil, err
		}
		for i := range cases {
			if seen[cases[i].Name] {
				return nil, fmt.Errorf("%s: %q is there twice", cases[i].Where, cases[i].Name)
			}
			seen[cases[i].Name] = true
		}
		all = append(all, cases...)
	}
	return all, nil
}

func parse(file, text string) (cases []Case, err error) {
	var c *Case
	for i, line := range strings.Split(text, "\n") {
		where := fmt.Sprintf("%s:%d", file, i+1)
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(line, ": ")
		switch {
		case !ok:
			return nil, fmt.Errorf("%s: not key: value", where)
		case key == "case":
			cases = append(cases, Case{Where: where, Name: value})
			c = &cases[len(cases)-1]
		case c == nil:
			return nil, fmt.Errorf("%s: before the first case", where)
		default:
			if err := c.set(key, value); err != nil {
				return nil, fmt.Errorf("%s: %w", where, err)
			}
		}
	}
	for i := range cases {
		if c := &cases[i]; c.RFC == "" || c.Send == nil {
			return nil, fmt.Errorf("%s: %q lacks rfc or send", c.Where, c.Name)
		}
	}
	return cases, nil
}

func (c *Case) set(key, value string) (err error) {
	var b []byte
	switch key {
	case "rfc":
		c.RFC = value
	case "send":
		b, err = unescape(value)
		c.Send = append(c.Send, b...)
	case "answer":
		b, err = unescape(value)
		c.Answer = append(c.Answer, b...)
	case "want":
		c.Want, err = verdicts(value)
	case "upstream":
		if value != "nothing" {
			c.Upstream = append(c.Upstream, value)
		}
	case "has":
		c.Has = append(c.Has, value)
	case "lacks":
		c.Lacks = append(c.Lacks, value)
	default:
		err = fmt.Errorf("unknown key %q", key)
	}
	return err
}

func verdicts(list string) (all []Verdict, err error) {
	if list == "none" {
		return nil, nil
	}
	for item := range strings.SplitSeq(list, ", ") {
		status, reason, _ := strings.Cut(item, " ")
		n, err := strconv.Atoi(status)
		if err != nil {
			return nil, err
		}
		all = append(all, Verdict{n, reason})
	}
	return all, nil
}

// unescape resolves the escapes and repetitions of a send line.
func unescape(s string) (b []byte, err error) {
	for s != "" {
		if n, text, rest, ok := repetition(s); ok {
			part, err := unescape(text)
			if err != nil {
				return nil, err
			}
			for range n {
				b = append(b, part...)
			}
			s = rest
			continue
		}
		if s[0] != '\\' {
			b, s = append(b, s[0]), s[1:]
			continue
		}
		r, _, rest, err := strconv.UnquoteChar(s, 0)
		if err != nil {
			return nil, fmt.Errorf("escape in %.20q: %w", s, err)
		}
		b, s = append(b, byte(r)), rest
	}
	return b, nil
}

// repetition recognises {text*N} at the start of s.
func repetition(s string) (n int, text, rest string, ok bool) {
	if s[0] != '{' {
		return 0, "", "", false
	}
	inner, rest, ok := strings.Cut(s[1:], "}")
	star := strings.LastIndexByte(inner, '*')
	if !ok || star <= 0 {
		return 0, "", "", false
	}
	n, err := strconv.Atoi(inner[star+1:])
	return n, inner[:star], rest, err == nil
}

// Inject returns a copy of the case in which every request with a Host field also
// has the given field lines (each ending in \r\n), for front doors that ask for
// credentials.
func (c Case) Inject(lines string) Case {
	c.Send = []byte(strings.ReplaceAll(string(c.Send), "\r\nHost: ", "\r\n"+lines+"Host: "))
	return c
}
