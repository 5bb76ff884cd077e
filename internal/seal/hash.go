package seal

import "crypto/sha256"

// pads prepares the two blocks that begin the inner and the outer hash of
// HMAC (RFC 2104) for a key no longer than a block.
func pads(key []byte) (inner, outer [sha256.BlockSize]byte) {
	copy(inner[:], key)
	copy(outer[:], key)
	for i := range inner {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	return inner, outer
}

// longestOnStack is the longest secret hashed without an allocation; it is
// also the longest token a profile may have.
const longestOnStack = 512

// Hash recognises a secret: HMAC-SHA-256 under a sub-key. Every request pays
// for one, therefore it is put together from two plain hashes over buffers on
// the stack, which crypto/hmac cannot do without allocating.
func (k *Keys) Hash(secret string) [sha256.Size]byte {
	var onStack [sha256.BlockSize + longestOnStack]byte
	message := onStack[:sha256.BlockSize]
	copy(message, k.hashInner[:])
	inner := sha256.Sum256(append(message, secret...))

	var outer [sha256.BlockSize + sha256.Size]byte
	copy(outer[:], k.hashOuter[:])
	copy(outer[sha256.BlockSize:], inner[:])
	return sha256.Sum256(outer[:])
}
