package limit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gatehouse"
)

// reopen makes a new limiter from a file, as a restart would.
func reopen(t testing.TB, path string, now time.Time) (*Limiter, *File, error) {
	t.Helper()
	l := New(now)
	f, err := OpenFile(path, l, now)
	return l, f, err
}

// told is the RateLimit fields of a set at a moment.
func told(s *Set, now time.Time) string {
	var d Decision
	s.Peek(now, &d)
	return string(d.AppendRateLimit(nil))
}

// Random requests over meters of every kind, saved now and then, with a
// restart at a random place: what was saved last is known again.
func TestRestartForgetsNothingThatWasSaved(t *testing.T) {
	dir := t.TempDir()
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		path := filepath.Join(dir, fmt.Sprint(runs))
		now := epoch
		policies := []*Policy{
			mustCompile(t, "small", rateOf(20, 10*time.Second), nil),
			mustCompile(t, "large", rateOf(1500, 10*time.Second), quotaOf(100000, gatehouse.Hour, "Asia/Kathmandu")),
			mustCompile(t, "quota", nil, quotaOf(5000, gatehouse.Day, "UTC")),
		}
		sets := func(l *Limiter) (s []*Set) {
			for i, p := range policies {
				s = append(s, l.Set(Attached{p, fmt.Sprint("cl_", i)}))
			}
			return s
		}
		l := New(now)
		f, err := OpenFile(path, l, now)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 5).Draw(t, "rounds") {
			live := sets(l)
			now = now.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "ms")) * time.Millisecond)
			for i := range live {
				burst(live[i], now, rapid.SampledFrom([]int{0, 1, 7, 400}).Draw(t, "burst"))
			}
			if err := f.Save(now); err != nil {
				t.Fatal(err)
			}
			if !rapid.Bool().Draw(t, "restart") {
				continue
			}
			_ = f.Close()
			again := New(now)
			f, err = OpenFile(path, again, now)
			if err != nil {
				t.Fatal(err)
			}
			for i, s := range sets(again) {
				if diff := cmp.Diff(told(live[i], now), told(s, now)); diff != "" {
					t.Fatalf("a restart changed what policy %d says (-before +after):\n%s", i, diff)
				}
			}
			l = again
		}
		_ = f.Close()
	})
}

func mustCompile(t *rapid.T, name string, rate *gatehouse.Rate, quota *gatehouse.Quota) *Policy {
	p, err := Compile(gatehouse.Policy{ID: "po_" + name, Name: name, Rate: rate, Quota: quota})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// filled makes a file with one full rate and one quota in use.
func filled(t *testing.T) (path string, attached []Attached) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "limits")
	attached = []Attached{{policy(t, "full", rateOf(5, time.Minute), quotaOf(100, gatehouse.Day, "UTC")), "cl_1"}}
	l, f, err := reopen(t, path, epoch)
	if err != nil {
		t.Fatalf("a file that is not there yet: %v", err)
	}
	set := l.Set(attached...)
	for range 5 {
		burst(set, epoch, 1)
		if err := f.Save(epoch); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path, attached
}

func TestAClockSetBackWhileStoppedDoesNotOpenTheLimit(t *testing.T) {
	path, attached := filled(t)
	earlier := epoch.Add(-time.Hour)
	l, _, _ := reopen(t, path, earlier)
	set := l.Set(attached...)
	if accepted(set, earlier.Add(59*time.Second)) {
		t.Error("requests from the future were forgotten")
	}
	if !accepted(set, earlier.Add(time.Minute)) {
		t.Error("requests from the future count for more than a window")
	}
}

func TestWhatACrashCutOffIsDroppedInSilence(t *testing.T) {
	path, attached := filled(t)
	whole, _ := os.ReadFile(path)
	for cut := range 20 {
		if err := os.WriteFile(path, whole[:len(whole)-cut], 0o600); err != nil {
			t.Fatal(err)
		}
		l, _, err := reopen(t, path, epoch)
		if err != nil {
			t.Errorf("cut by %d bytes: %v", cut, err)
		}
		want := `"full";r=0;t=60, "full.quota";r=95;t=43200`
		if cut > 0 {
			want = `"full";r=1;t=60, "full.quota";r=96;t=43200`
		}
		if got := told(l.Set(attached...), epoch); got != want {
			t.Errorf("cut by %d bytes: %s\nwant %s", cut, got, want)
		}
	}
}

func TestDamageIsReportedAndNeverFatal(t *testing.T) {
	path, attached := filled(t)
	whole, _ := os.ReadFile(path)
	for i := range whole {
		bad := append([]byte{}, whole...)
		bad[i] ^= 0x55
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		l, f, err := reopen(t, path, epoch)
		if f == nil {
			t.Fatalf("damage at byte %d: no file", i)
		}
		left := told(l.Set(attached...), epoch)
		if err == nil && left == `"full";r=0;t=60, "full.quota";r=95;t=43200` {
			t.Errorf("damage at byte %d was not seen", i)
		}
	}
}

func TestTheFileBeforeHelpsWhenTheNewestIsDamaged(t *testing.T) {
	path, attached := filled(t)
	l, f, _ := reopen(t, path, epoch)
	l.Set(attached...)
	if err := f.Save(epoch); err != nil { // writes anew, the old one becomes .prev
		t.Fatal(err)
	}
	_ = f.Close()
	if err := os.WriteFile(path, []byte("not what it should be"), 0o600); err != nil {
		t.Fatal(err)
	}
	l, f, err := reopen(t, path, epoch)
	if err == nil {
		t.Error("an unreadable file is not reported")
	}
	if accepted(l.Set(attached...), epoch) {
		t.Error("an unreadable file opened the limit although the one before can be read")
	}
	if err := f.Save(epoch); err != nil {
		t.Fatal(err)
	}
	if _, _, err := reopen(t, path, epoch); err != nil {
		t.Errorf("saving did not heal the file: %v", err)
	}
}

func TestSavingHealsAfterTheDiskFailed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	path := filepath.Join(dir, "limits")
	l, f, err := reopen(t, path, epoch)
	if err != nil {
		t.Fatal(err)
	}
	p := Attached{policy(t, "heals", rateOf(5, time.Minute), nil), "cl_1"}
	burst(l.Set(p), epoch, 5)
	if err := f.Save(epoch); err == nil {
		t.Fatal("saving into a folder that is not there succeeded")
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(epoch); err != nil {
		t.Fatal(err)
	}
	again, _, _ := reopen(t, path, epoch)
	if accepted(again.Set(p), epoch) {
		t.Error("what could not be saved at first was forgotten")
	}
}

func TestFileIsWrittenAnewWhenChangesOutgrowIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "limits")
	l, f, _ := reopen(t, path, epoch)
	now := epoch
	set := l.Set(Attached{policy(t, "busy", rateOf(1000, time.Second), nil), "cl_1"})
	for range 450 {
		now = now.Add(time.Second)
		burst(set, now, 1000)
		if err := f.Save(now); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() > fileSlack+64<<10 {
		t.Errorf("the file has %d bytes after half a million requests of one client: %v", info.Size(), err)
	}
}

func TestRunSavesEachSecondAndAtTheEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "limits")
	p := Attached{policy(t, "runs", rateOf(5, time.Minute), nil), "cl_1"}
	synctest.Test(t, func(t *testing.T) {
		l, f, _ := reopen(t, path, time.Now())
		ctx, cancel := context.WithCancel(t.Context())
		go f.Run(ctx, func(err error) { t.Error(err) })
		set := l.Set(p)
		burst(set, time.Now(), 2)
		time.Sleep(1100 * time.Millisecond)
		synctest.Wait()
		again, _, _ := reopen(t, path, time.Now())
		if n := burst(again.Set(p), time.Now(), 9); n != 3 {
			t.Errorf("a second later %d of 3 were left", n)
		}
		burst(set, time.Now(), 2)
		cancel()
		synctest.Wait()
		again, _, _ = reopen(t, path, time.Now())
		if n := burst(again.Set(p), time.Now(), 9); n != 1 {
			t.Errorf("after the end %d of 1 were left", n)
		}
	})
}

func FuzzRestore(f *testing.F) {
	e := encoder{generation: 1}
	l := New(epoch)
	set := l.Set(Attached{policy(f, "seed", rateOf(1500, time.Minute), quotaOf(10000, gatehouse.Week, "Europe/Berlin")), "cl_1"})
	burst(set, epoch, 1200)
	l.drain(e.changes)
	f.Add(e.buf)
	burst(set, epoch.Add(time.Second), 3)
	l.drain(e.changes)
	f.Add(e.buf)
	f.Fuzz(func(t *testing.T, data []byte) {
		d := decoder{meters: map[uint64]*saved{}}
		_ = d.batch(data)
		l := New(epoch)
		l.restore(d.meters, epoch)
		set := l.Set(Attached{policy(t, "seed", rateOf(1500, time.Minute), quotaOf(10000, gatehouse.Week, "Europe/Berlin")), "cl_1"})
		burst(set, epoch, 3)
		l.Sweep(epoch.Add(time.Hour))
	})
}

func TestAnEditedPolicyIsSavedWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "limits")
	l, f, _ := reopen(t, path, epoch)
	edit := func(version int64, window time.Duration, period gatehouse.Period) Attached {
		p := gatehouse.Policy{ID: "po_x", Name: "edited", Rate: rateOf(10, window), Quota: quotaOf(100, period, "UTC"), Meta: gatehouse.Meta{Version: version}}
		return Attached{policyVersion(t, p), "cl_1"}
	}
	now := epoch
	for i, a := range []Attached{edit(1, time.Minute, gatehouse.Day), edit(2, time.Hour, gatehouse.Day), edit(3, time.Hour, gatehouse.Month)} {
		now = now.Add(time.Second)
		burst(l.Set(a), now, 3)
		if err := f.Save(now); err != nil {
			t.Fatal(err)
		}
		again, _, _ := reopen(t, path, now)
		if want, got := told(l.Set(a), now), told(again.Set(a), now); got != want {
			t.Errorf("edit %d: %s, want %s", i, got, want)
		}
	}
}
