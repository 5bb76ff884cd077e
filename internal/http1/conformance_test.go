package http1

import (
	"errors"
	"testing"

	"gatehouse/internal/http1/http1test"
)

// TestConformance plays the cases against a live server with a pool behind it.
func TestConformance(t *testing.T) {
	cases, err := http1test.Load("testdata/conformance")
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) < 250 {
		t.Errorf("only %d cases", len(cases))
	}
	rec, err := http1test.NewRecorder()
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	pool := NewPool(Target{Addr: rec.Addr()})
	defer pool.Close()
	refuse := func(x *Exchange, v *Violation) {
		_ = x.WriteHead(v.Status, Header{{http1test.ReasonField, v.Reason}}, 0)
	}
	r := &relay{pool: pool, fail: func(x *Exchange, err error) {
		failed, _ := errors.AsType[*UpstreamError](err)
		if v, ok := failed.Err.(*Violation); ok && failed.Kind == BodyFailed {
			refuse(x, v)
			return
		}
		_ = x.WriteHead(502, nil, 0)
	}}
	addr := listen(t, &Server{Handle: r.handle, Reject: refuse})
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			if err := c.Run(addr, rec); err != nil {
				t.Errorf("%s (RFC %s): %v", c.Where, c.RFC, err)
			}
		})
	}
}
