package signin

import (
	"context"
	"net/netip"

	"gatehouse"
)

// RequestAccess takes the wish of somebody unknown for access to the portal.
// It is NotFound while an admin has not switched that on. Otherwise the answer
// is the same for every address, as is its time: the wish is kept later.
func (p *Portal) RequestAccess(ctx context.Context, in gatehouse.AccessRequest, from netip.Addr, requestID string) error {
	settings, err := p.control.PortalSettings(ctx)
	if err != nil {
		return err
	}
	if !settings.RequestAccess {
		return gatehouse.Errorf(gatehouse.NotFound, "Access cannot be asked for here.")
	}
	in.Email, in.IP = gatehouse.NormalizeEmail(in.Email), ip(from)
	if err := in.Validate(); err != nil {
		return err
	}
	if wait := p.wishesByAddr.take(place(from), p.now()); wait > 0 {
		return tooMany(wait)
	}
	select {
	case p.wishes <- wish{in, requestID}:
		return nil
	default:
		return tooMany(askPause)
	}
}

// wish is an access request on its way to the store.
type wish struct {
	gatehouse.AccessRequest
	requestID string
}

func (p *Portal) keep(ctx context.Context, w wish) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	if err := p.control.AddAccessRequest(ctx, w.AccessRequest, w.requestID); err != nil && ctx.Err() == nil {
		p.logger.Error("an access request could not be kept", "request_id", w.requestID, "error", err)
	}
}
