package h2

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/http2"

	"gatehouse/internal/http1"
)

// endsWithin reports what was said last and after how long the connection ended.
func endsWithin(w *wire) (last string, after time.Duration) {
	began := time.Now()
	for {
		got := w.next()
		if got == "end" || got == "" {
			return last, time.Since(began)
		}
		last = got
	}
}

func TestSlowPeersAreCut(t *testing.T) {
	for _, tt := range []struct {
		name     string
		do       func(*wire)
		last     string
		from, to time.Duration
	}{
		{"no preface", func(*wire) {}, "WINDOW 0 983041", 10 * time.Second, 11 * time.Second},
		{"half a preface", func(w *wire) { w.send(http2.ClientPreface[:9]) }, "WINDOW 0 983041", 10 * time.Second, 11 * time.Second},
		{"no settings", func(w *wire) { w.send(http2.ClientPreface) }, "WINDOW 0 983041", 10 * time.Second, 11 * time.Second},
		{"header block without an end", func(w *wire) {
			w.greet()
			_ = w.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: w.block(basic("GET")...)})
		}, "WINDOW 0 983041", 10 * time.Second, 12 * time.Second},
		{"nothing asked", func(w *wire) { w.greet() }, "GOAWAY NO_ERROR", 75 * time.Second, 77 * time.Second},
		{"nothing more asked", func(w *wire) { w.greet(); w.get(1) }, "GOAWAY NO_ERROR", 75 * time.Second, 77 * time.Second},
		{"pings alone", func(w *wire) {
			w.greet()
			for range 7 {
				time.Sleep(10 * time.Second)
				_ = w.fr.WritePing(false, [8]byte{})
			}
		}, "GOAWAY NO_ERROR", 5 * time.Second, 7 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := pipe(t, &Server{})
				tt.do(w)
				last, after := endsWithin(w)
				if last != tt.last || after < tt.from || after > tt.to {
					t.Errorf("%q after %v, want %q after %v", last, after, tt.last, tt.from)
				}
			})
		})
	}
}

func TestSlowBodyIsAnsweredAndEndsItsStreamAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := pipe(t, &Server{}).greet()
		upload(w)
		began := time.Now()
		for range 10 { // trickling does not help
			_ = w.fr.WriteData(1, false, []byte("x"))
			time.Sleep(time.Second)
		}
		if got, after := w.until("HEADERS"), time.Since(began); got != "HEADERS 1 408" || after < 10*time.Second || after > 11*time.Second {
			t.Errorf("%s after %v", got, after)
		}
		w.get(3)
		w.until("HEADERS 3 200")
		w.nc.Close()
	})
}

func TestBodyAtTheMinimumRateIsTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := pipe(t, &Server{}).greet()
		upload(w)
		for range 60 {
			time.Sleep(time.Second)
			_ = w.fr.WriteData(1, false, make([]byte, 600))
		}
		_ = w.fr.WriteData(1, true, nil)
		w.until("HEADERS 1 200")
		w.nc.Close()
	})
}

// TestReaderWithoutWindowIsCut: a peer that never takes the rest holds its stream
// for a minute, not for ever; one that takes a little now and then goes on.
func TestReaderWithoutWindowIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failed := make(chan error, 1)
		w := pipe(t, &Server{Handle: func(s *Stream) {
			_ = s.WriteHead(200, nil, 1<<20)
			_, err := s.Write(make([]byte, 1<<20))
			failed <- err
			s.Abort()
		}}).greet(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 10})
		w.get(1)
		began := time.Now()
		time.Sleep(50 * time.Second)
		_ = w.fr.WriteWindowUpdate(1, 30_000) // worth a minute at the least rate
		if got, after := w.until("RST"), time.Since(began); got != "RST 1 CANCEL" || after < 110*time.Second || after > 112*time.Second {
			t.Errorf("%s after %v", got, after)
		}
		if err := <-failed; err == nil {
			t.Error("writing succeeded")
		}
		w.nc.Close()
	})
}

func TestPeerThatReadsNothingIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failed := make(chan error, 1)
		w := pipeAhead(t, &Server{Handle: func(s *Stream) {
			_ = s.WriteHead(200, nil, 1<<20)
			_, err := s.Write(make([]byte, 1<<20))
			failed <- err
		}}, 0)
		w.greet(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 1 << 30})
		_ = w.fr.WriteWindowUpdate(0, 1<<30)
		w.get(1)
		began := time.Now()
		if err := <-failed; !errors.Is(err, http1.ErrClientGone) || time.Since(began) > 62*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func TestWorkersLeaveAnIdleConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Server{}
		w := pipe(t, s).greet()
		for id := uint32(1); id < 100; id += 2 {
			w.get(id)
		}
		for range 50 {
			w.until("DATA")
		}
		time.Sleep(3 * time.Second)
		synctest.Wait()
		for _, c := range s.live() {
			if c.workers != 0 || c.out != nil {
				t.Errorf("%d workers, %d bytes", c.workers, cap(c.out))
			}
		}
		w.get(101)
		w.until("HEADERS 101 200")
		w.nc.Close()
	})
}

func TestDrainAnswersWhatIsOnItsWayAndRefusesTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		s := &Server{Handle: func(s *Stream) { <-release; text(s, 200, "late but whole") }}
		w := pipe(t, s).greet()
		w.get(1)
		synctest.Wait()
		ended := make(chan error, 1)
		go func() { ended <- s.Shutdown(t.Context()) }()
		w.until("GOAWAY NO_ERROR")
		time.Sleep(drainGrace / 2)
		w.get(3) // was on its way
		time.Sleep(drainGrace)
		w.until("GOAWAY NO_ERROR")
		w.get(5)
		w.until("RST 5 REFUSED_STREAM")
		close(release)
		w.until("DATA 1 14 END", "DATA 3 14 END")
		w.until("DATA 1 14 END", "DATA 3 14 END")
		if err := <-ended; err != nil {
			t.Error(err)
		}
		w.nc.Close()
	})
}

func TestConnectionAcceptedBeforeTheDrainIsServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Handle: func(s *Stream) { time.Sleep(time.Second); text(s, 200, "") }}
		first := pipe(t, s).greet()
		first.get(1)
		synctest.Wait()
		ended := make(chan error, 1)
		go func() { ended <- s.Shutdown(t.Context()) }()
		synctest.Wait()
		w := pipe(t, s).greet() // its handshake was under way
		w.get(1)
		w.until("HEADERS 1 200")
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestShutdownGivesUpWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		canceled := make(chan error, 1)
		s := &Server{Handle: func(s *Stream) { <-s.Done(); canceled <- s.Err() }}
		w := pipe(t, s).greet()
		w.get(1)
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if err := s.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		_ = s.Close()
		if err := <-canceled; !errors.Is(err, http1.ErrClientGone) {
			t.Error(err)
		}
	})
}

// TestUnwantedBodyMayEndByItself: some clients lose an answer over a reset that
// comes with it, so they have a second in which to stop (RFC 9113 §8.1).
func TestUnwantedBodyMayEndByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := pipe(t, &Server{Handle: func(s *Stream) { text(s, 401, "no") }}).greet()
		began := time.Now()
		for id := uint32(1); id <= 7; id += 2 {
			w.headers(id, false, basic("POST")...)
			w.until("DATA")
		}
		_ = w.fr.WriteData(1, true, []byte("rest"))
		_ = w.fr.WriteRSTStream(3, http2.ErrCodeCancel)
		w.headers(5, true, "x-trailer: 1")
		if got, after := w.until("RST", "GOAWAY"), time.Since(began); got != "RST 7 NO_ERROR" || after < time.Second || after > 2*time.Second {
			t.Errorf("%s after %v", got, after)
		}
		_ = w.fr.WriteData(7, true, []byte("was on its way"))
		w.nothing()
		w.nc.Close()
	})
}

func TestUnwantedBodiesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := pipe(t, &Server{Handle: func(s *Stream) { text(s, 401, "no") }}).greet()
		for n := range uint32(partingMost + 1) {
			w.headers(2*n+1, false, basic("POST")...)
			w.until("DATA")
		}
		if got := w.until("RST"); got != "RST 1 NO_ERROR" {
			t.Error(got)
		}
		w.nc.Close()
	})
}
