package signin

import (
	"context"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/store"
)

// Sessions lists the sessions of the calling user, newest first, and the next
// cursor. Programs have none.
func (d *Desk) Sessions(ctx context.Context, by manage.Caller, page store.Page) (found []gatehouse.Session, next string, err error) {
	if by.Actor.Type != gatehouse.ActorUser {
		return nil, "", nil
	}
	err = d.store.View(ctx, func(tx *store.Tx) (err error) {
		found, next, err = tx.ListSessions(ctx, store.SessionQuery{Page: page, UserID: by.Actor.ID})
		return err
	})
	return found, next, err
}

// OwnSession returns a session of the calling user. One of somebody else is
// NotFound, as one that never was.
func (d *Desk) OwnSession(ctx context.Context, by manage.Caller, id string) (s gatehouse.Session, err error) {
	err = d.store.View(ctx, func(tx *store.Tx) (err error) {
		s, err = ownSession(ctx, tx, by, id)
		return err
	})
	return s, err
}

func ownSession(ctx context.Context, tx *store.Tx, by manage.Caller, id string) (gatehouse.Session, error) {
	s, err := tx.Session(ctx, id)
	if err == nil && (by.Actor.Type != gatehouse.ActorUser || s.UserID != by.Actor.ID || !tx.Now().Before(s.ExpiresAt)) {
		err = gatehouse.Errorf(gatehouse.NotFound, "There is no such session.")
	}
	return s, err
}

// EndSession ends a session of the calling user; ending the one that they call
// with signs them out.
func (d *Desk) EndSession(ctx context.Context, by manage.Caller, id string) error {
	_, err := d.store.Change(ctx, store.By{Actor: by.Actor, RequestID: by.RequestID}, func(tx *store.Tx) ([]store.Event, error) {
		s, err := ownSession(ctx, tx, by, id)
		if err != nil {
			return nil, err
		}
		return []store.Event{sessionEvent("session.deleted", s, by.Actor.Name)}, tx.DeleteSession(ctx, s.ID)
	})
	return err
}
