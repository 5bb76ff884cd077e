// Package password hashes the passwords of the Management UI's users.
//
// A hash is argon2id in the PHC string form
// ($argon2id$v=19$m=…,t=…,p=…$salt$hash), so that it carries its own cost and
// an old one can be told from a new one. Each computation takes tens of
// milliseconds and 19 MiB on purpose; only a few run at a time, so that a
// flood of sign-ins can neither exhaust the memory of the process nor starve
// partner traffic of CPU.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"gatehouse"
)

// The cost of a new hash: the minimum that OWASP's password storage cheat
// sheet gives for argon2id.
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	saltBytes = 16
	hashBytes = 32
)

// Bounds of the cost that a stored hash may ask for, so that a damaged row
// cannot ask for all memory.
const (
	mostMemoryKiB = 256 * 1024
	mostPasses    = 16
	mostLanes     = 16
)

// slots bounds how many computations run at once in the process.
var slots = make(chan struct{}, 2)

var encoding = base64.RawStdEncoding

// Hash returns the PHC string of a new password. It waits for a free slot and
// fails only when ctx ends first.
func Hash(ctx context.Context, p gatehouse.Secret) (string, error) {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails; see crypto/rand
	h := phc{memory: memoryKiB, passes: passes, lanes: lanes, salt: salt}
	sum, err := h.compute(ctx, p, hashBytes)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.passes, h.lanes,
		encoding.EncodeToString(salt), encoding.EncodeToString(sum)), nil
}

// unknown is a well-formed hash that no password has: a check against it takes
// as long as one against a real hash.
var unknown = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes,
	encoding.EncodeToString(make([]byte, saltBytes)), encoding.EncodeToString(make([]byte, hashBytes)))

// Check reports whether p is the password that hash was made of. An empty or
// unreadable hash costs the same work and matches nothing, so that the time
// of an answer does not tell which users exist. It fails only when ctx ends
// before a slot is free.
func Check(ctx context.Context, hash string, p gatehouse.Secret) (bool, error) {
	h, ok := parse(hash)
	if !ok {
		h, _ = parse(unknown)
	}
	sum, err := h.compute(ctx, p, len(h.sum))
	if err != nil {
		return false, err
	}
	same := subtle.ConstantTimeCompare(sum, h.sum) == 1
	return ok && same, nil
}

type phc struct {
	memory, passes uint32
	lanes          uint8
	salt, sum      []byte
}

func (h phc) compute(ctx context.Context, p gatehouse.Secret, length int) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("hashing a password: %w", err)
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting to hash a password: %w", ctx.Err())
	}
	return argon2.IDKey([]byte(p.Reveal()), h.salt, h.passes, h.memory, h.lanes, uint32(length)), nil
}

func parse(s string) (h phc, ok bool) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return phc{}, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.lanes); err != nil {
		return phc{}, false
	}
	if h.memory == 0 || h.memory > mostMemoryKiB || h.passes == 0 || h.passes > mostPasses || h.lanes == 0 || h.lanes > mostLanes {
		return phc{}, false
	}
	var saltErr, sumErr error
	h.salt, saltErr = encoding.DecodeString(parts[4])
	h.sum, sumErr = encoding.DecodeString(parts[5])
	return h, saltErr == nil && sumErr == nil && len(h.salt) >= 8 && len(h.sum) >= 16 && len(h.sum) <= 64
}
