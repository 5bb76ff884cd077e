package requestlog

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"gatehouse"
)

// StatsQuery asks for figures over all records that match.
type StatsQuery struct {
	Filter      // From and To are the span of the histogram; zero: from the oldest record kept, until now
	Buckets int // of the histogram, 1 to 500; 0: 60
	Top     int // length of the top lists, 1 to 100; 0: 10
}

// Stats are figures over all matching records.
type Stats struct {
	From, To    time.Time // the span of the histogram
	Total       int64
	Active      int64       // distinct clients that proved who they are
	Latency     Percentiles // head read to last byte written
	Own         Percentiles // the same without waiting for the upstream's head
	Histogram   []Bucket    // of equal width, oldest first; empty when there is nothing to span
	Clients     []Count     // Key is the client id, Name its name
	Codes       []Count     // Key is the problem code
	Endpoints   []Count     // Key is method and path template, Name the collection
	Collections []Count     // Key is the collection's name
}

// Bucket counts the requests from one moment until the next bucket.
type Bucket struct {
	From    time.Time
	Classes [6]int64 // by first digit of the status: Classes[4] counts 4xx; 0 is any other
	Latency Percentiles
}

// Count is one line of a top list, the largest first.
type Count struct {
	Key, Name string
	Count     int64
}

const (
	maxBuckets = 500
	maxTop     = 100
)

// Validate reports wrong query parameters as one [gatehouse.Invalid] error.
func (q StatsQuery) Validate() error {
	var wrong gatehouse.Fields
	if q.Buckets < 0 || q.Buckets > maxBuckets {
		wrong.Add("?buckets", "must be 1 to %d", maxBuckets)
	}
	if q.Top < 0 || q.Top > maxTop {
		wrong.Add("?top", "must be 1 to %d", maxTop)
	}
	return cmp.Or(q.Filter.Validate(), wrong.Err())
}

// Stats counts matching records over memory and files. It reads the columns it
// counts and those of the filter, nothing else.
func (l *Log) Stats(ctx context.Context, q StatsQuery) (Stats, error) {
	if err := q.Validate(); err != nil {
		return Stats{}, err
	}
	if q.To.IsZero() {
		q.To = time.Now().Add(time.Microsecond)
	}
	if q.From.IsZero() {
		q.From = l.oldest(q.To)
	}
	c := newCounter(q)
	err := l.scan(ctx, c.memory, func(seg *segment) error {
		if !c.match.within(seg.oldest, seg.newest) {
			return nil
		}
		return l.files.visit(ctx, seg, c.group)
	})
	if err != nil {
		return Stats{}, err
	}
	out := c.stats(cmp.Or(q.Top, 10))
	out.From, out.To = q.From, q.To
	return out, nil
}

// oldest is the time of the oldest record, or latest when there is none.
func (l *Log) oldest(latest time.Time) time.Time {
	at := latest.UnixMicro()
	pinned := l.files.pin(func() {
		var e entry
		for _, v := range l.queue.snapshot() {
			for data := v.data; len(data) > 0; {
				data = decode(data, v.texts, &e)
				at = min(at, e.at())
			}
		}
		l.queue.release()
	})
	for _, s := range pinned {
		at = min(at, s.oldest)
	}
	l.files.unpin(pinned)
	return time.UnixMicro(at).UTC()
}

// counter gathers figures.
type counter struct {
	match       matcher
	from        int64 // of the histogram, Unix microseconds
	width       int64 // of a bucket, microseconds
	total       int64
	buckets     []Bucket
	latencies   []digest // of each bucket
	own         digest
	active      map[string]bool
	clients     map[string]*Count
	codes       map[string]*Count
	endpoints   map[[3]string]*Count
	collections map[string]*Count
	entry       entry
}

func newCounter(q StatsQuery) *counter {
	c := &counter{
		match: q.compile(), active: map[string]bool{}, clients: map[string]*Count{}, codes: map[string]*Count{},
		endpoints: map[[3]string]*Count{}, collections: map[string]*Count{},
	}
	low, high := c.match.times()
	n := int64(cmp.Or(q.Buckets, 60))
	c.from, c.width = low, max(1, (high-low+n)/n) // Rounded up, so that high is in the last one.
	for at := low; at <= high && len(c.buckets) < int(n); at += c.width {
		c.buckets = append(c.buckets, Bucket{From: time.UnixMicro(at).UTC()})
	}
	c.latencies = make([]digest, len(c.buckets))
	return c
}

func class(status int64) int {
	if status < 100 || status > 599 {
		return 0
	}
	return int(status / 100)
}

// memory counts encoded records.
func (c *counter) memory(v view) {
	for data := v.data; len(data) > 0; {
		data = decode(data, v.texts, &c.entry)
		e := &c.entry
		if !c.match.entry(e) {
			continue
		}
		c.total++
		bucket := (e.at() - c.from) / c.width
		c.buckets[bucket].Classes[class(e.numbers[colStatus])]++
		c.latencies[bucket].add(e.numbers[colLatency])
		c.own.add(e.numbers[colLatency] - e.numbers[colUpstream])
		if e.numbers[colVerified] != 0 && len(e.text(colClientID)) > 0 {
			c.active[string(e.text(colClientID))] = true
		}
		c.collection(e.text(colCollection), 1)
		c.client(e.text(colClientID), e.text(colClientName), 1)
		c.code(e.text(colCode), 1)
		c.endpoint(e.text(colCollection), e.text(colMethod), e.text(colEndpoint), 1)
	}
}

func (c *counter) client(id, name []byte, n int64) {
	if len(id) > 0 {
		add(c.clients, string(id), n, func() Count { return Count{Key: string(id), Name: string(name)} })
	}
}

func (c *counter) collection(name []byte, n int64) {
	if len(name) > 0 {
		add(c.collections, string(name), n, func() Count { return Count{Key: string(name)} })
	}
}

func (c *counter) code(code []byte, n int64) {
	if len(code) > 0 {
		add(c.codes, string(code), n, func() Count { return Count{Key: string(code)} })
	}
}

func (c *counter) endpoint(collection, method, path []byte, n int64) {
	if len(path) > 0 {
		add(c.endpoints, [3]string{string(collection), string(method), string(path)}, n, func() Count {
			return Count{Key: string(method) + " " + string(path), Name: string(collection)}
		})
	}
}

func add[K comparable](counts map[K]*Count, key K, n int64, first func() Count) {
	c := counts[key]
	if c == nil {
		count := first()
		c = &count
		counts[key] = c
	}
	c.Count += n
}

// counted are the columns that statistics are made of.
var counted = []int{
	colAt, colStatus, colLatency, colUpstream, colVerified,
	colClientID, colClientName, colCode, colCollection, colMethod, colEndpoint,
}

// group counts a row group. Texts are counted by dictionary index and looked
// at once for each distinct value.
func (c *counter) group(g *group) error {
	if oldest, newest := g.times(); !c.match.within(oldest, newest) {
		return nil
	}
	rows, err := c.match.rows(g)
	if err != nil || len(rows) == 0 {
		return err
	}
	var vectors [columns]*vector
	for _, col := range counted {
		if vectors[col], err = g.read(col); err != nil {
			return err
		}
	}
	c.total += int64(len(rows))
	c.histogram(&vectors, rows)
	c.seen(vectors[colVerified], vectors[colClientID], rows)
	for group := range grouped(rows, vectors[colCollection]) {
		c.collection(vectors[colCollection].text(group.row), group.count)
	}
	for group := range grouped(rows, vectors[colClientID]) {
		c.client(vectors[colClientID].text(group.row), vectors[colClientName].text(group.row), group.count)
	}
	for group := range grouped(rows, vectors[colCode]) {
		c.code(vectors[colCode].text(group.row), group.count)
	}
	for group := range grouped(rows, vectors[colCollection], vectors[colMethod], vectors[colEndpoint]) {
		c.endpoint(vectors[colCollection].text(group.row), vectors[colMethod].text(group.row), vectors[colEndpoint].text(group.row), group.count)
	}
	return nil
}

// seen notes which clients proved who they are.
func (c *counter) seen(verified, client *vector, rows []int32) {
	proven := make([]bool, len(client.dictTexts))
	for _, row := range rows {
		if verified.number(int(row)) != 0 {
			proven[client.index[row]] = true
		}
	}
	for i, id := range client.dictTexts {
		if proven[i] && len(id) > 0 {
			c.active[string(id)] = true
		}
	}
}

func (c *counter) histogram(vectors *[columns]*vector, rows []int32) {
	at, status, latency, upstream := vectors[colAt], vectors[colStatus], vectors[colLatency], vectors[colUpstream]
	classes := make([]int, len(status.dictNumbers))
	for i, n := range status.dictNumbers {
		classes[i] = class(n)
	}
	// Rows come newest first, so the bucket changes seldom.
	bucket, low, high := 0, int64(math.MaxInt64), int64(math.MinInt64)
	for _, row := range rows {
		if t := at.numbers[row]; t < low || t >= high {
			bucket = int((t - c.from) / c.width)
			low = c.from + int64(bucket)*c.width
			high = low + c.width
		}
		c.buckets[bucket].Classes[classes[status.index[row]]]++
		us := latency.number(int(row))
		c.latencies[bucket].add(us)
		c.own.add(us - upstream.number(int(row)))
	}
}

func (c *counter) stats(top int) Stats {
	var all digest
	for i, d := range c.latencies {
		c.buckets[i].Latency = d.percentiles()
		all.addAll(d)
	}
	return Stats{
		Total: c.total, Active: int64(len(c.active)), Latency: all.percentiles(), Own: c.own.percentiles(), Histogram: c.buckets,
		Clients: largest(c.clients, top), Codes: largest(c.codes, top), Endpoints: largest(c.endpoints, top),
		Collections: largest(c.collections, top),
	}
}

// CountByClient counts matching records by client id, for all clients that
// have any.
func (l *Log) CountByClient(ctx context.Context, f Filter) (map[string]int64, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	c := &counter{match: f.compile(), clients: map[string]*Count{}}
	err := l.scan(ctx, c.memoryClients, func(seg *segment) error {
		if !c.match.within(seg.oldest, seg.newest) {
			return nil
		}
		return l.files.visit(ctx, seg, c.groupClients)
	})
	out := make(map[string]int64, len(c.clients))
	for id, n := range c.clients {
		out[id] = n.Count
	}
	return out, err
}

func (c *counter) memoryClients(v view) {
	for data := v.data; len(data) > 0; {
		data = decode(data, v.texts, &c.entry)
		if c.match.entry(&c.entry) {
			c.client(c.entry.text(colClientID), nil, 1)
		}
	}
}

func (c *counter) groupClients(g *group) error {
	rows, err := c.match.rows(g)
	if err != nil || len(rows) == 0 {
		return err
	}
	ids, err := g.read(colClientID)
	if err != nil {
		return err
	}
	for group := range grouped(rows, ids) {
		c.client(ids.text(group.row), nil, group.count)
	}
	return nil
}

func largest[K comparable](counts map[K]*Count, n int) []Count {
	all := make([]Count, 0, len(counts))
	for _, c := range counts {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Name, b.Name))
	})
	return all[:min(n, len(all))]
}
