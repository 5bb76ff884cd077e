package requestlog

import "maps"

// tuple is one distinct combination of values: how often it occurs, and a row
// that has it.
type tuple struct {
	row   int
	count int64
}

// maxTable bounds the table of combinations; beyond it they are hashed.
const maxTable = 1 << 20

// grouped yields the distinct combinations of some dictionary columns.
func grouped(rows []int32, vectors ...*vector) func(yield func(tuple) bool) {
	size := 1
	for _, v := range vectors {
		size *= len(v.dictTexts)
	}
	key := func(row int32) (k int) {
		for _, v := range vectors {
			k = k*len(v.dictTexts) + int(v.index[row])
		}
		return k
	}
	if size > maxTable {
		return groupedByHash(rows, key)
	}
	table := make([]tuple, size)
	for _, row := range rows {
		t := &table[key(row)]
		t.row = int(row)
		t.count++
	}
	return func(yield func(tuple) bool) {
		for _, t := range table {
			if t.count > 0 && !yield(t) {
				return
			}
		}
	}
}

func groupedByHash(rows []int32, key func(int32) int) func(yield func(tuple) bool) {
	table := map[int]tuple{}
	for _, row := range rows {
		k := key(row)
		table[k] = tuple{int(row), table[k].count + 1}
	}
	return maps.Values(table)
}
