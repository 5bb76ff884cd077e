package mail

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"gatehouse"
	"gatehouse/internal/store"
)

// Sender takes mails from the Outbox to a server. It is safe for use by many
// goroutines, and several processes may each have one over the same store.
type Sender struct {
	store  *store.Store
	server *Server
	logger *slog.Logger
	wake   chan struct{}
}

// NewSender returns a sender; [Sender.Run] delivers.
func NewSender(s *store.Store, server *Server, logger *slog.Logger) *Sender {
	return &Sender{store: s, server: server, logger: logger, wake: make(chan struct{}, 1)}
}

// Server is where the mails go.
func (s *Sender) Server() *Server { return s.server }

// lookInterval is how often the sender looks for mails that became due or that
// another process wrote.
const lookInterval = 5 * time.Second

// Wake tells the sender that a mail was written.
func (s *Sender) Wake() {
	select {
	case s.wake <- struct{}{}:
	default: // it is awake
	}
}

// Run delivers until the context ends. A mail on its way then is given up and
// tried again after the next start.
func (s *Sender) Run(ctx context.Context) {
	tick := time.NewTicker(lookInterval)
	defer tick.Stop()
	for {
		if err := s.deliverAll(ctx); err != nil && ctx.Err() == nil {
			s.logger.Warn("the outbox cannot be read", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.wake:
		}
	}
}

func (s *Sender) deliverAll(ctx context.Context) error {
	for ctx.Err() == nil {
		m, err := s.store.ClaimMail(ctx)
		if err != nil || m.ID == "" {
			return err
		}
		if _, err := s.Deliver(ctx, m); err != nil {
			if _, refused := errors.AsType[*Refusal](err); !refused {
				return err
			}
		}
	}
	return nil
}

// Deliver hands over a mail that was claimed, notes how that ended and returns
// the server's answer. A failure of the server is a [*Refusal].
func (s *Sender) Deliver(ctx context.Context, m gatehouse.Mail) (answer string, err error) {
	answer, err = s.server.Send(ctx, m)
	var outcome store.Delivery
	if r, ok := errors.AsType[*Refusal](err); ok {
		outcome = store.Delivery{Error: r.Answer, Retry: pause(m, r)}
		s.logger.Warn("a mail was not taken", "mail", m.ID, "kind", m.Kind, "attempt", m.Attempts, "permanent", outcome.Retry == 0, "error", r.Answer)
	}
	// What happened is noted even when the process is about to end.
	if noted := s.store.NoteDelivery(context.WithoutCancel(ctx), m.ID, outcome); noted != nil {
		return answer, noted
	}
	return answer, err
}

// pauses between attempts. After the last one, about a day has passed and an
// admin has to look.
var pauses = []time.Duration{
	10 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
}

// pause is how long to wait before the next attempt; 0: none is made. A test
// is for somebody who waits for its outcome.
func pause(m gatehouse.Mail, r *Refusal) time.Duration {
	if r.Permanent || m.Kind == gatehouse.MailTest || m.Attempts > int64(len(pauses)) {
		return 0
	}
	return pauses[max(m.Attempts, 1)-1]
}
