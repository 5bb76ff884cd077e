package requestlog

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gatehouse"
)

func fileNames(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func copyFiles(t *testing.T, from, to string, names []string) {
	t.Helper()
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// added fills a quiet log with some small files and lists what went in.
func added(t *testing.T, l *Log, files, each int) (all []gatehouse.RequestRecord) {
	t.Helper()
	tr := newTraffic(time.Now().Add(-time.Minute), time.Millisecond)
	for range files {
		for range each {
			r := tr.next()
			l.Add(&r)
			all = append(all, rounded(r))
		}
		if err := l.Flush(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestMergeMayBeKilledAtEveryStep rebuilds each state of the folder that a
// merge passes through: a half-written temporary file, the merged file next to
// all inputs, and next to fewer and fewer of them.
func TestMergeMayBeKilledAtEveryStep(t *testing.T) {
	dir := t.TempDir()
	l := quiet(t, dir)
	all := added(t, l, mergeFiles, 20)
	before := t.TempDir()
	inputs := fileNames(t, dir)
	copyFiles(t, dir, before, inputs)
	if merged, err := l.files.mergeOnce(context.Background(), newMerger(0)); err != nil || !merged {
		t.Fatalf("merged %v, %v", merged, err)
	}
	output := fileNames(t, dir)
	if len(output) != 1 {
		t.Fatalf("the merge left %v", output)
	}
	for deleted := -1; deleted <= len(inputs); deleted++ {
		state := t.TempDir()
		copyFiles(t, before, state, inputs[max(deleted, 0):])
		if deleted >= 0 {
			copyFiles(t, dir, state, output)
		} else if err := os.WriteFile(filepath.Join(state, output[0]+".18a9b.tmp"), []byte("PAR1 and half of the rest"), 0o600); err != nil {
			t.Fatal(err)
		}
		after := quiet(t, state)
		if d := diff(naive(all, Filter{}), pages(t, after, Query{Limit: 200})); d != "" {
			t.Errorf("with %d inputs deleted, records are lost or doubled (-want +got):\n%s", deleted, d)
		}
		for _, name := range fileNames(t, state) {
			if strings.HasSuffix(name, ".tmp") || deleted >= 0 && slices.Contains(inputs, name) {
				t.Errorf("with %d inputs deleted, %s was left", deleted, name)
			}
		}
	}
}

func TestNumbersGoOnAfterARestart(t *testing.T) {
	dir := t.TempDir()
	l := quiet(t, dir)
	all := added(t, l, 3, 5)
	if err := l.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	l = quiet(t, dir)
	all = append(all, added(t, l, mergeFiles, 5)...)
	if err := l.files.mergeAll(context.Background(), newMerger(0)); err != nil {
		t.Fatal(err)
	}
	if d := diff(naive(all, Filter{}), pages(t, l, Query{Limit: 200})); d != "" {
		t.Errorf("records differ after a restart (-want +got):\n%s", d)
	}
}

func TestFileThatCannotBeReadHidesNothingElse(t *testing.T) {
	dir := t.TempDir()
	l := quiet(t, dir)
	all := added(t, l, mergeFiles+4, 5)
	names := fileNames(t, dir)
	if err := l.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, names[2]), []byte("PAR1, then a power cut"), 0o600); err != nil {
		t.Fatal(err)
	}
	all = slices.Delete(all, 10, 15)
	var said strings.Builder
	l = open(t, Options{Dir: dir, Logger: slog.New(slog.NewTextHandler(&said, nil))})
	l.stop()
	l.done.Wait()
	for range 2 {
		if d := diff(naive(all, Filter{}), pages(t, l, Query{Limit: 200})); d != "" {
			t.Errorf("records differ (-want +got):\n%s", d)
		}
	}
	if n := strings.Count(said.String(), names[2]); n == 0 || n > 3 {
		t.Errorf("the broken file was named %d times in the log, want once for its search and its merge:\n%s", n, said.String())
	}
}

// TestKilledProcessLosesAboutASecondAtMost kills a process that logs without end
// and looks at what it left.
func TestKilledProcessLosesAboutASecondAtMost(t *testing.T) {
	if dir := os.Getenv("REQUESTLOG_KILL"); dir != "" {
		logUntilKilled(dir)
	}
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledProcessLosesAboutASecondAtMost$")
	cmd.Env = append(os.Environ(), "REQUESTLOG_KILL="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var last int64
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if last == 0 {
			time.AfterFunc(3*time.Second, func() { _ = cmd.Process.Kill() })
		}
		last, _ = strconv.ParseInt(lines.Text(), 10, 64)
	}
	_ = cmd.Wait()
	if last == 0 {
		t.Fatal("the process logged nothing")
	}
	l := quiet(t, dir)
	newest, _, err := l.Search(context.Background(), Query{Limit: 1})
	if err != nil || len(newest) == 0 {
		t.Fatalf("nothing was left: %v", err)
	}
	found, err := strconv.ParseInt(strings.TrimPrefix(newest[0].ID, "req_"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	lost := time.Duration(last-newest[0].At.UnixMicro()) * time.Microsecond
	t.Logf("the last record is %v older than the kill", lost)
	if lost > 5*time.Second { // the second itself is held in fake time, where nothing is slow
		t.Errorf("%v of records were lost, want about a second", lost)
	}
	if n := len(pages(t, l, Query{Limit: 200})); int64(n) != found {
		t.Errorf("%d records are left of the first %d", n, found)
	}
}

// logUntilKilled numbers its records and prints the time of each in
// microseconds once it is added.
func logUntilKilled(dir string) {
	l, err := Open(Options{Dir: dir})
	if err != nil {
		panic(err)
	}
	for i := 1; ; i++ {
		r := gatehouse.RequestRecord{ID: fmt.Sprintf("req_%d", i), At: time.Now(), Method: "GET"}
		l.Add(&r)
		_, _ = io.WriteString(os.Stdout, fmt.Sprintln(r.At.UnixMicro()))
		time.Sleep(time.Millisecond)
	}
}
