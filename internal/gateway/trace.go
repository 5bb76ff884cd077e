package gateway

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"strings"
)

// appendTraceparent starts a trace (W3C Trace Context, version 00). The sampled
// flag is set, so that an upstream that follows its caller's decision records
// as much as it would have without us. Trace ids need to be unlikely to meet,
// not secret.
func appendTraceparent(dst []byte) []byte {
	var id [24]byte
	for i := 0; i < len(id); i += 8 {
		binary.BigEndian.PutUint64(id[i:], rand.Uint64()|1) //nolint:gosec // no secret; the set bit keeps ids from being all zero
	}
	dst = hex.AppendEncode(append(dst, "00-"...), id[:16])
	dst = hex.AppendEncode(append(dst, '-'), id[16:])
	return append(dst, "-01"...)
}

// validTraceparent checks the form, so that rubbish is not passed on as an id.
// Higher versions may have more behind the flags.
func validTraceparent(s string) bool {
	if len(s) < 55 || s[2] != '-' || s[35] != '-' || s[52] != '-' || s[:2] == "ff" {
		return false
	}
	if len(s) > 55 && (s[:2] == "00" || s[55] != '-' || len(s) > 256) {
		return false
	}
	return isHex(s[:2]) && isHex(s[3:35]) && isHex(s[36:52]) && isHex(s[53:55]) &&
		strings.Trim(s[3:35], "0") != "" && strings.Trim(s[36:52], "0") != ""
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
