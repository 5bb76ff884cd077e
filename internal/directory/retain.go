package directory

// Retain forgets every client whose id keep does not name, for a
// configuration that was read whole.
func (d *Directory) Retain(keep func(clientID string) bool) {
	d.writing.Lock()
	defer d.writing.Unlock()
	t := d.table.Load()
	for c := range t.all {
		if !keep(c.id) {
			t.remove(c.hash, c.id)
			d.release(c)
		}
	}
}
