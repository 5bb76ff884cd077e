package requestlog

import (
	"bytes"
	"hash/maphash"
	"net/netip"

	"gatehouse"
)

// chunk holds encoded records one after the other, and the texts they refer
// to. What is below the lengths of its slices never changes, so a reader may
// keep those without a lock.
type chunk struct {
	data  []byte
	marks []mark // of each record: sorting need not look for them in data
	dict  dict
	held  int // bytes that the queue counts for it
}

// mark is the time of a record, in Unix microseconds, and where it starts.
type mark struct {
	at     int64
	offset int
}

// newChunk has room for data and for the texts of its dictionary.
func newChunk(data, texts int) *chunk {
	c := &chunk{data: make([]byte, 0, data), held: data + texts}
	c.dict.init(texts)
	return c
}

// fits reports whether a record of at most size bytes needs no more memory.
func (c *chunk) fits(size int) bool {
	return cap(c.data)-len(c.data) >= size && c.dict.fits(size)
}

func (c *chunk) reset() {
	c.data, c.marks = c.data[:0], c.marks[:0]
	c.dict.reset()
}

func (c *chunk) add(r *gatehouse.RequestRecord) {
	c.marks = append(c.marks, mark{r.At.UnixMicro(), len(c.data)})
	c.data = appendRecord(c.data, &c.dict, r)
}

func (c *chunk) addEntry(e *entry) {
	c.marks = append(c.marks, mark{e.at(), len(c.data)})
	c.data = appendEntry(c.data, &c.dict, e)
}

// view is what of a chunk was there at one moment.
type view struct {
	chunk *chunk
	data  []byte
	texts dictView
}

func (c *chunk) view() view { return view{c, c.data, c.dict.view()} }

// dict keeps the texts that repeat, so that a record is mostly a few indexes:
// what a request copies is a third of the whole record, and making a file
// looks at a text once a chunk instead of once a record.
//
// It belongs to one column each: an index stands for a text of a column.
// Finding a text is an attempt in four places; one that is not found there is
// kept a second time, which costs room and nothing else. So no choice of texts
// makes adding slow.
type dict struct {
	bytes     []byte
	ends      []uint32        // of each text in bytes
	cols      []uint8         // the column of each text
	slots     []uint32        // by hash: a tag in the high half, an index in the low one; 0 is free
	last      [columns]uint16 // of each column: looked at first, since much is as in the record before
	addr      netip.Addr      // the last address
	addrIndex uint16
}

const (
	dictSlots = 4 << 10
	dictWays  = 4
	maxTexts  = 1 << 16
)

// noText is the index of the empty text, in every column.
const noText = 0

var dictSeed = maphash.MakeSeed()

func (d *dict) init(bytes int) {
	d.bytes, d.slots = make([]byte, 0, bytes), make([]uint32, dictSlots)
	d.reset()
}

func (d *dict) reset() {
	d.bytes, d.ends, d.cols = d.bytes[:0], append(d.ends[:0], 0), append(d.cols[:0], 0)
	d.last, d.addr, d.addrIndex = [columns]uint16{}, netip.Addr{}, noText
	clear(d.slots)
}

func (d *dict) fits(size int) bool {
	return cap(d.bytes)-len(d.bytes) >= size && len(d.ends) <= maxTexts-texts
}

// text is the index of a text in a column.
func (d *dict) text(col uint8, s string) uint16 {
	if s == "" {
		return noText
	}
	if i := d.last[col]; i != noText && string(d.at(i)) == s {
		return i
	}
	set, tag := d.set(maphash.String(dictSeed, s))
	for _, slot := range set {
		if slot&^0xffff == tag && slot != 0 {
			if i := uint16(slot); d.cols[i] == col && string(d.at(i)) == s {
				d.last[col] = i
				return i
			}
		}
	}
	d.bytes = append(d.bytes, s...)
	return d.insert(col, set, tag)
}

// tail is the index of the text that was appended to the dictionary's bytes
// from start on. A text that is there already is taken off again.
func (d *dict) tail(col uint8, start int) uint16 {
	s := d.bytes[start:]
	if len(s) == 0 {
		return noText
	}
	if i := d.last[col]; i != noText && bytes.Equal(d.at(i), s) {
		d.bytes = d.bytes[:start]
		return i
	}
	set, tag := d.set(maphash.Bytes(dictSeed, s))
	for _, slot := range set {
		if slot&^0xffff == tag && slot != 0 {
			if i := uint16(slot); d.cols[i] == col && bytes.Equal(d.at(i), s) {
				d.bytes, d.last[col] = d.bytes[:start], i
				return i
			}
		}
	}
	return d.insert(col, set, tag)
}

func (d *dict) set(hash uint64) (set *[dictWays]uint32, tag uint32) {
	at := hash % (dictSlots / dictWays) * dictWays
	return (*[dictWays]uint32)(d.slots[at:]), uint32(hash>>32) &^ 0xffff
}

// insert gives the text at the end of bytes its index. Where all places are
// taken it takes that of another text, which is forgotten but stays valid.
func (d *dict) insert(col uint8, set *[dictWays]uint32, tag uint32) uint16 {
	start := int(d.ends[len(d.ends)-1])
	if !ascii(d.bytes[start:]) {
		d.bytes = append(d.bytes[:start], validText(d.bytes[start:])...)
	}
	i := uint16(len(d.ends))
	d.ends, d.cols = append(d.ends, uint32(len(d.bytes))), append(d.cols, col)
	way := 0
	for way < dictWays-1 && set[way] != 0 {
		way++
	}
	set[way] = tag | uint32(i)
	d.last[col] = i
	return i
}

func (d *dict) at(i uint16) []byte { return d.bytes[d.ends[i-1]:d.ends[i]] }

// dictView is what of a dictionary was there at one moment.
type dictView struct {
	bytes []byte
	ends  []uint32
}

func (d *dict) view() dictView { return dictView{d.bytes, d.ends} }

func (d dictView) at(i uint16) []byte {
	if i == noText {
		return nil
	}
	return d.bytes[d.ends[i-1]:d.ends[i]:d.ends[i]]
}
