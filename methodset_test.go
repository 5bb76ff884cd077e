package gatehouse

import "testing"

func TestMethodSetHoldsHeadWhereGetIs(t *testing.T) {
	tests := []struct {
		names []string
		allow string
	}{
		{nil, ""},
		{[]string{"GET"}, "GET, HEAD"},
		{[]string{"HEAD"}, "HEAD"},
		{[]string{"POST", "GET"}, "GET, HEAD, POST"},
		{[]string{"POST", "BREW", "CONNECT"}, "POST"},
		{Methods, "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"},
	}
	for _, tt := range tests {
		if got := SetOfMethods(tt.names...).String(); got != tt.allow {
			t.Errorf("SetOfMethods(%v) = %q, want %q", tt.names, got, tt.allow)
		}
	}
}

func TestAnyMethodIsAllMethods(t *testing.T) {
	if got := SetOfMethods(Methods...); got != AnyMethod {
		t.Errorf("all methods make %b, AnyMethod is %b", got, AnyMethod)
	}
	if AnyMethod.Has("TRACE") || AnyMethod.Has("") || AnyMethod.Has("get") {
		t.Error("AnyMethod holds a method that no gateway passes")
	}
}
