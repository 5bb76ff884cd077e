package strictjson

import (
	"errors"
	"strings"
	"testing"
)

var maps = Reader[map[string]any]{
	Depth: 4, New: func() map[string]any { return map[string]any{} },
	Set: func(o map[string]any, name string, v any) bool {
		_, twice := o[name]
		o[name] = v
		return !twice
	},
}

func TestWhatTwoProgramsCouldReadDifferentlyIsRefused(t *testing.T) {
	for text, want := range map[string]Error{
		`{"a":1,"a":2}`:                    {Reason: Twice, Pointer: "/a", Offset: 12},
		`{"a/b":[0,{"x~":{"y":1,"y":2}}]}`: {Reason: Twice, Pointer: "/a~1b/1/x~0/y", Offset: 28},
		`[1] 2`:                            {Reason: More, Offset: 5},
		`[1]]`:                             {Reason: More, Offset: 3},
		`{"a":}`:                           {Reason: Broken, Offset: 5},
		`{"a":[1,`:                         {Reason: Short, Offset: 8},
		``:                                 {Reason: Short},
		"\"\xff\"":                         {Reason: NotUTF8},
		`[[[[[]]]]]`:                       {Reason: Deep, Offset: 5, Pointer: "/0/0/0/0"},
	} {
		_, err := maps.Read([]byte(text))
		got, ok := errors.AsType[*Error](err)
		if !ok || *got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
	if v, err := maps.Read([]byte(`{"a":[[[1e400]]]}`)); err != nil || v.(map[string]any)["a"] == nil {
		t.Errorf("%v, %v", v, err)
	}
}

// FuzzRead holds that nothing makes the reader fail inside, and that what it
// takes it takes whole.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{`{"a":[1,{"b":null}]}`, `{"a":1,"a":2}`, `[[[[[`, `"\ud800"`, "{", strings.Repeat("[", 200)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, err := maps.Read(text); err != nil {
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Errorf("%v is no *Error", err)
			}
		}
	})
}
