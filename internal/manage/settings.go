package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// Settings returns the settings in force.
func (c *Control) Settings(ctx context.Context, by Caller) (gatehouse.Settings, error) {
	return read(ctx, c, by, gatehouse.AreaSystem, func(tx *store.Tx) (gatehouse.Settings, error) {
		return tx.Settings(ctx)
	})
}

// UpdateSettings edits the settings.
func (c *Control) UpdateSettings(ctx context.Context, by Caller, ifMatch int64, edit func(*gatehouse.Settings) error) (out gatehouse.Settings, err error) {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return out, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		if out, err = tx.Settings(ctx); err != nil {
			return err
		}
		if err := matches(out.Meta, ifMatch); err != nil {
			return err
		}
		before, meta := settingsDocument(out), out.Meta
		if err := edit(&out); err != nil {
			return err
		}
		out.Meta = meta
		if err := out.Validate(); err != nil {
			return err
		}
		if !t.updated(gatehouse.Resource{Type: "settings", ID: "settings"}, before, settingsDocument(out)) {
			return nil
		}
		return tx.SaveSettings(ctx, &out)
	})
	return out, err
}

// Me says who is calling. Every role may ask.
func (c *Control) Me(ctx context.Context, by Caller) (Self, error) {
	me := Self{Actor: by.Actor, Role: by.Role}
	if by.Actor.Type != gatehouse.ActorUser {
		return me, nil
	}
	u, err := read(ctx, c, by, gatehouse.AreaSelf, func(tx *store.Tx) (gatehouse.User, error) {
		return tx.User(ctx, by.Actor.ID)
	})
	u = u.WithoutHashes()
	me.User = &u
	return me, err
}
