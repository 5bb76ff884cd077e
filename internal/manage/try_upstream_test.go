package manage_test

import (
	"testing"

	"gatehouse"
)

func TestNothingIsTriedWithoutAProber(t *testing.T) {
	h := newHouse(t)
	h.collection("shipments")
	_, err := h.TryUpstream(t.Context(), editor, "shipments")
	wantError(t, err, gatehouse.Unavailable)
	_, err = h.TryTargets(t.Context(), editor, []string{"http://127.0.0.1:8081"})
	wantError(t, err, gatehouse.Invalid, "/targets/0/url")
}
