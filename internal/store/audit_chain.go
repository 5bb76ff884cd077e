package store

import (
	"encoding/binary"
	"encoding/hex"

	"gatehouse/internal/seal"
)

// canonical collects the bytes that a MAC covers. Each value is preceded by
// its length, so that moving a byte from one field to the next changes them;
// the first value says what kind of thing it is.
type canonical []byte

func (c *canonical) text(values ...string) {
	for _, v := range values {
		*c = binary.AppendUvarint(*c, uint64(len(v)))
		*c = append(*c, v...)
	}
}

func (c *canonical) numbers(values ...int64) {
	for _, v := range values {
		*c = binary.BigEndian.AppendUint64(*c, uint64(v))
	}
}

func (c canonical) mac(keys *seal.Keys) string { return hex.EncodeToString(keys.AuditMAC(c)) }

// chainHash is the HMAC over all of an event, the hash of the one before
// included: 64 hexadecimal digits.
func (r *auditRow) chainHash(keys *seal.Keys) string {
	var c canonical
	c.text("audit event 1")
	c.numbers(r.Seq, millis(r.At))
	c.text(
		r.ID, string(r.Actor.Type), r.Actor.ID, r.Actor.Name, r.Actor.IP, r.Action, r.Resource.Type, r.Resource.ID, r.Resource.Name,
		r.changes, r.CorrelationID, r.RequestID, r.PrevHash,
	)
	return c.mac(keys)
}
