package requestlog

import (
	"encoding/binary"
	"slices"

	"github.com/parquet-go/parquet-go/bloom"
)

// columnSet holds rows by column, on their way from memory to a file. It is
// used again for each row group.
type columnSet struct {
	numbers [numbers][]int64
	index   [dictTexts][]int32 // into the dictionary of the column
	dicts   [dictTexts]dictionary
	plain   [texts - dictTexts]plainColumn
	hashes  []uint64 // of the ids, for the Bloom filter
	known   [][]int32
}

// dictionary numbers the distinct texts of a column.
type dictionary struct {
	known  map[string]int32
	values []byte // as a dictionary page has them: each after its length
	empty  int32  // the number of the empty text, -1 while there is none
}

func (d *dictionary) reset() {
	if d.known == nil {
		d.known = map[string]int32{}
	}
	clear(d.known)
	d.values, d.empty = d.values[:0], -1
}

func (d *dictionary) number(text []byte) int32 {
	if i, ok := d.known[string(text)]; ok {
		return i
	}
	i := int32(len(d.known))
	d.known[string(text)] = i
	d.values = appendPlain(d.values, text)
	return i
}

func appendPlain(b, text []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(text)))
	return append(b, text...)
}

// plainColumn holds texts that hardly repeat, each after its length, in pages.
type plainColumn struct {
	values []byte
	pages  []pageStart
	last   int // where the last page starts in values
}

type pageStart struct{ row, offset int }

func (p *plainColumn) reset() {
	p.values, p.pages, p.last = p.values[:0], append(p.pages[:0], pageStart{}), 0
}

func (p *plainColumn) add(row int, text []byte) {
	if len(p.values)-p.last >= pageBytes {
		p.last = len(p.values)
		p.pages = append(p.pages, pageStart{row, p.last})
	}
	p.values = appendPlain(p.values, text)
}

// page lists the values of a page and its rows.
func (p *plainColumn) page(i, rows int) (values []byte, first, n int) {
	start := p.pages[i]
	end := pageStart{rows, len(p.values)}
	if i+1 < len(p.pages) {
		end = p.pages[i+1]
	}
	return p.values[start.offset:end.offset], start.row, end.row - start.row
}

// gather takes the records of chunks in the order of places.
func (s *columnSet) gather(chunks []*chunk, order *order) {
	s.begin(chunks, len(order.keys))
	for row := range order.keys {
		p := order.place(row)
		c := chunks[p.chunk]
		data := c.data[c.marks[p.mark].offset:]
		fixed := (*[fixedBytes]byte)(data)
		for i := range numbers {
			s.numbers[i][row] = int64(binary.LittleEndian.Uint64(fixed[lengthBytes+8*i:]))
		}
		known := s.known[p.chunk]
		for i := range dictTexts {
			text := binary.LittleEndian.Uint16(fixed[indexStart+2*i:])
			number := known[text]
			if text == noText {
				number = s.dicts[i].empty
			}
			if number < 0 {
				number = s.learn(c, known, i, text)
			}
			s.index[i][row] = number
		}
		end := lengthBytes + binary.LittleEndian.Uint32(data)
		s.addPlain(row, data[fixedBytes:end])
		if row%batchRows == 0 {
			giveWay()
		}
	}
}

// batchRows is how many rows are gathered before others may run.
const batchRows = 256

func (s *columnSet) begin(chunks []*chunk, rows int) {
	for i := range s.numbers {
		s.numbers[i] = slices.Grow(s.numbers[i][:0], rows)[:rows]
	}
	for i := range s.index {
		s.index[i] = slices.Grow(s.index[i][:0], rows)[:rows]
		s.dicts[i].reset()
	}
	for i := range s.plain {
		s.plain[i].reset()
	}
	s.hashes = s.hashes[:0]
	for len(s.known) < len(chunks) {
		s.known = append(s.known, nil)
	}
	for i, c := range chunks {
		n := len(c.dict.ends)
		s.known[i] = slices.Grow(s.known[i][:0], n)[:n]
		for j := range s.known[i] {
			s.known[i][j] = -1
		}
	}
}

// learn numbers a text of a chunk that was not seen before.
func (s *columnSet) learn(c *chunk, known []int32, i int, text uint16) int32 {
	d := &s.dicts[i]
	if text == noText {
		d.empty = d.number(nil)
		return d.empty
	}
	known[text] = d.number(c.dict.at(text))
	return known[text]
}

func (s *columnSet) addPlain(row int, b []byte) {
	valid := ascii(b)
	for i := range s.plain {
		var text []byte
		text, b = takeText(b)
		if !valid {
			text = validText(text)
		}
		if plainColumns[i] == colID {
			s.hashes = append(s.hashes, bloom.XXH64{}.Sum64(text))
		}
		s.plain[i].add(row, text)
	}
}
