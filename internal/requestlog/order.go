package requestlog

import (
	"math"
	"slices"
)

// order is the order of the records of some chunks: newest first, and by id
// where two times are equal.
//
// A sort key is how much older than the newest a record is, in microseconds,
// and below that the index of its place: plain integers sort several times
// faster than anything with a comparison of its own. Ids, and times beyond the
// range of a key, are looked at only where keys are equal.
type order struct {
	places []place
	keys   []uint64
	entry  entry
}

// place finds a record in a list of chunks.
type place struct {
	chunk, mark int
}

const (
	placeBits = 22 // More records than a file has.
	maxOlder  = 1<<(64-placeBits) - 1
)

// place is that of the record at a row.
func (o *order) place(row int) place { return o.places[o.keys[row]&(1<<placeBits-1)] }

func (o *order) sort(chunks []*chunk) {
	o.places, o.keys = o.places[:0], o.keys[:0]
	_, newest := span(chunks)
	for i, c := range chunks {
		for j, m := range c.marks {
			older := uint64(newest - m.at)
			o.keys = append(o.keys, min(older, maxOlder)<<placeBits|uint64(len(o.places)))
			o.places = append(o.places, place{i, j})
		}
	}
	slices.Sort(o.keys)
	for start := 0; start < len(o.keys); {
		end := start + 1
		for end < len(o.keys) && o.keys[end]>>placeBits == o.keys[start]>>placeBits {
			end++
		}
		if end > start+1 {
			o.sortExactly(chunks, o.keys[start:end])
		}
		start = end
	}
}

func (o *order) sortExactly(chunks []*chunk, keys []uint64) {
	at := func(key uint64) position {
		p := o.places[key&(1<<placeBits-1)]
		c := chunks[p.chunk]
		decode(c.data[c.marks[p.mark].offset:], c.dict.view(), &o.entry)
		return position{o.entry.at(), string(o.entry.text(colID))}
	}
	slices.SortFunc(keys, func(a, b uint64) int { return at(a).compare(at(b)) })
}

// span is the time of the oldest and of the newest record of chunks.
func span(chunks []*chunk) (oldest, newest int64) {
	oldest, newest = math.MaxInt64, math.MinInt64
	for _, c := range chunks {
		for _, m := range c.marks {
			oldest, newest = min(oldest, m.at), max(newest, m.at)
		}
	}
	return oldest, newest
}
