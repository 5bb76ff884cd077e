package openapi

import (
	"fmt"

	"gatehouse"
)

// Severity is how much a finding matters.
type Severity string

// The severities. An error keeps its operation from being imported; a warning
// is something to look at; information says what is left out by design.
const (
	Error       Severity = "error"
	Warning     Severity = "warning"
	Information Severity = "information"
)

// Finding is one thing that was noticed about a document.
type Finding struct {
	Severity  Severity
	Pointer   string // RFC 6901, into the document
	Detail    string // in words
	Operation string // key of the operation that it concerns; empty: the document
}

// mostFindings bounds the list: nobody reads the thousandth.
const mostFindings = 1000

// findings collects what is noticed.
type findings struct {
	list      []Finding
	operation string // that is looked at now
	errors    int    // also those that the list has no place for
}

func (f *findings) add(s Severity, pointer, format string, args ...any) {
	if s == Error {
		f.errors++
	}
	if len(f.list) < mostFindings {
		f.list = append(f.list, Finding{s, pointer, fmt.Sprintf(format, args...), f.operation})
	}
}

// again adds what was noticed when a shared part was read.
func (f *findings) again(of findings) {
	if len(f.list) >= mostFindings {
		f.errors += of.errors
		return
	}
	for _, one := range of.list {
		f.add(one.Severity, one.Pointer, "%s", one.Detail)
	}
}

// below is a pointer to a member.
func below(pointer, name string) string { return pointer + "/" + gatehouse.EscapePointer(name) }
