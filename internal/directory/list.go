package directory

import (
	"slices"
	"strings"
)

// list is a sorted list of ids that entries share. A nil list is empty.
type list struct {
	ids  []string
	key  string
	uses int // entries that hold it; the directory's writer alone counts
}

func (l *list) all() []string {
	if l == nil {
		return nil
	}
	return l.ids
}

func (l *list) has(id string) bool {
	if l == nil {
		return false
	}
	_, ok := slices.BinarySearch(l.ids, id)
	return ok
}

// lists keeps each list once for as long as an entry holds it.
type lists map[string]*list

// share returns the one list of these ids.
func (ls lists) share(ids []string) *list {
	if len(ids) == 0 {
		return nil
	}
	if !slices.IsSorted(ids) {
		ids = slices.Sorted(slices.Values(ids))
	}
	key := strings.Join(ids, " ")
	l := ls[key]
	if l == nil {
		l = &list{ids: strings.Split(strings.Clone(key), " "), key: key}
		ls[key] = l
	}
	l.uses++
	return l
}

// release gives a list back.
func (ls lists) release(l *list) {
	if l == nil {
		return
	}
	if l.uses--; l.uses == 0 {
		delete(ls, l.key)
	}
}
