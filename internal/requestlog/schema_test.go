package requestlog

import (
	"os"
	"strings"
	"testing"
)

// TestColumnsAreDocumented matters because others read the files by that page.
func TestColumnsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/request-log-files.md")
	if err != nil {
		t.Fatal(err)
	}
	table, _, _ := strings.Cut(string(page), "### Headers")
	for _, name := range columnNames {
		if !strings.Contains(table, "`"+name+"`") {
			t.Errorf("column %s is not in docs/request-log-files.md", name)
		}
	}
	if !strings.Contains(table, "version "+SchemaVersion) {
		t.Errorf("version %s is not in docs/request-log-files.md", SchemaVersion)
	}
}
