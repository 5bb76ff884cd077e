package rest

import "testing"

func TestExportsAreBounded(t *testing.T) {
	if TooMuch(MaxExport) != nil || TooMuch(MaxExport+1) == nil {
		t.Error("the bound of an export is not kept")
	}
}

func TestCellsAreHarmless(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "plain": "plain", "=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\t=1": "'\t=1", "＝1": "'＝1", "a=1": "a=1",
	} {
		if got := harmless(cell); got != want {
			t.Errorf("%q became %q", cell, got)
		}
	}
}
