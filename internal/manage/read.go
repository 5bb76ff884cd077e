package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// read runs fn on a snapshot if the caller may see the area.
func read[T any](ctx context.Context, c *Control, by Caller, area gatehouse.Area, fn func(*store.Tx) (T, error)) (out T, err error) {
	if err := by.MayRead(area); err != nil {
		return out, err
	}
	err = c.store.View(ctx, func(tx *store.Tx) error {
		out, err = fn(tx)
		return err
	})
	return out, err
}

// list is read for a page of things with the cursor of the next one.
func list[T any](ctx context.Context, c *Control, by Caller, area gatehouse.Area, fn func(*store.Tx) ([]T, string, error)) (items []T, next string, err error) {
	items, err = read(ctx, c, by, area, func(tx *store.Tx) ([]T, error) {
		page, cursor, err := fn(tx)
		next = cursor
		return page, err
	})
	return items, next, err
}

// everyPage follows the cursors of a list to its end.
func everyPage[T any](page func(cursor string) ([]T, string, error)) (all []T, err error) {
	for cursor := ""; ; {
		items, next, err := page(cursor)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
		if next == "" {
			return all, nil
		}
		cursor = next
	}
}
