package gateway

import (
	"os"
	"slices"
	"strings"
	"testing"

	"gatehouse/internal/telemetry"
)

func TestStepsAreThoseOfTheContractInOrder(t *testing.T) {
	want := []string{"receive", "match", "identify", "authenticate", "address", "authorize", "limit", "validate", "rewrite", "forward"}
	var got []string
	for _, s := range steps {
		got = append(got, s.name)
	}
	if !slices.Equal(got, want) || !slices.Equal(telemetry.Steps, want) {
		t.Errorf("steps %v, metrics %v", got, telemetry.Steps)
	}
}

// The table of docs/request-path.md has the steps in the order of the code.
func TestDocumentNamesTheStepsInOrder(t *testing.T) {
	text, err := os.ReadFile("../../docs/request-path.md")
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, s := range append(steps[:], step{name: "settle"}) {
		i := strings.Index(string(text)[at:], "| **"+s.name+"** |")
		if i < 0 {
			t.Fatalf("%s is missing or out of order", s.name)
		}
		at += i
	}
}
