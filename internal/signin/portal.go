package signin

import (
	"context"
	"log/slog"
	"net/netip"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// PortalCookieName is the cookie that holds a session of the portal.
const PortalCookieName = "gatehouse_portal"

// Portal is where partners show who they are: by a link or a code that was
// mailed to an address which a client authorizes. It is safe for use by many
// goroutines.
type Portal struct {
	store   *store.Store
	keys    *seal.Keys
	control *manage.Control
	now     func() time.Time
	logger  *slog.Logger

	asks         chan manage.PortalAsk
	wishes       chan wish
	asksByAddr   *attempts
	asksByEmail  *attempts
	triesByAddr  *attempts
	wishesByAddr *attempts
}

// How often one may ask for a link and try a code. A mailbox must not be
// flooded by somebody else, and an office behind one address is many people.
const (
	asksPerAddress   = 30
	asksPerEmail     = 5
	triesPerAddress  = 60
	wishesPerAddress = 5
	askWindow        = 15 * time.Minute
	askPause         = 30 * time.Second // what the page waits before it offers another mail
	mostAsks         = 256              // that wait to be answered
	askTimeout       = 20 * time.Second
)

const attemptPrefix = "gha" // what the browser that asked holds

// NewPortal returns a portal desk; [Portal.Run] answers those who ask.
func NewPortal(o Options, logger *slog.Logger) *Portal {
	p := &Portal{
		store: o.Store, keys: o.Keys, control: o.Control, now: o.Now, logger: logger,
		asks: make(chan manage.PortalAsk, mostAsks), wishes: make(chan wish, mostAsks),
		asksByAddr: newAttempts(asksPerAddress, askWindow), asksByEmail: newAttempts(asksPerEmail, askWindow),
		triesByAddr: newAttempts(triesPerAddress, askWindow), wishesByAddr: newAttempts(wishesPerAddress, askWindow),
	}
	if p.now == nil {
		p.now = time.Now
	}
	return p
}

// Asked is the answer to whoever asks for a link: the same for every address.
type Asked struct {
	Attempt   gatehouse.Secret // to type a code with
	ExpiresAt time.Time
	ResendAt  time.Time
}

// Ask queues a mail with a link and a code for an address, if it may sign in.
// Whether it may is found out later, so that neither the answer nor its time
// tells. Too many are RateLimited, known addresses and unknown ones alike.
func (p *Portal) Ask(email string, from netip.Addr, requestID string) (Asked, error) {
	email, now := firstBytes(gatehouse.NormalizeEmail(email), longestEmail+1), p.now()
	if !gatehouse.ValidEmail(email) {
		return Asked{}, gatehouse.Fields{{Pointer: "/email", Detail: "must be one email address such as dev@example.com"}}.Err()
	}
	if wait := p.asksByAddr.take(place(from), now); wait > 0 {
		return Asked{}, tooManyAsks(wait)
	}
	if wait := p.asksByEmail.take(email, now); wait > 0 {
		return Asked{}, tooManyAsks(wait)
	}
	attempt := seal.NewToken(attemptPrefix)
	select {
	case p.asks <- manage.PortalAsk{Email: email, Attempt: attempt, From: ip(from), RequestID: requestID}:
	default:
		return Asked{}, tooManyAsks(askPause)
	}
	return Asked{attempt, now.Add(manage.PortalSignInLife).UTC(), now.Add(askPause).UTC()}, nil
}

func tooManyAsks(wait time.Duration) error {
	return &gatehouse.Error{Kind: gatehouse.RateLimited, Retry: wait, Detail: "Too many sign-in mails were asked for. Wait before the next one, and look into the spam folder meanwhile."}
}

// Run answers those who ask until the context ends.
func (p *Portal) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case ask := <-p.asks:
			p.answer(ctx, ask)
		case w := <-p.wishes:
			p.keep(ctx, w)
		}
	}
}

func (p *Portal) answer(ctx context.Context, ask manage.PortalAsk) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	if err := p.control.MailPortalSignIn(ctx, ask); err != nil && ctx.Err() == nil {
		p.logger.Error("a portal sign-in could not be mailed", "request_id", ask.RequestID, "error", err)
	}
}

// AskAgain is Ask for whoever holds a link that has ended.
func (p *Portal) AskAgain(ctx context.Context, code gatehouse.Secret, from netip.Addr, requestID string) error {
	in, err := p.byLink(ctx, code, from)
	if err != nil {
		return err
	}
	_, err = p.Ask(in.Email, from, requestID)
	return err
}
