package directory

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"gatehouse"
)

// single is the memory of the commonest partner: one block instead of three.
type single struct {
	client  Client
	profile [1]Profile
	token   [1]Token
}

// pack makes the entry of a partner. The caller holds the writer's lock.
func (d *Directory) pack(p gatehouse.Partner) *Client {
	text := newText(p)
	c, profiles, tokens := allocate(len(p.Profiles), len(p.Tokens))
	c.id, c.name = text.keep(p.Client.ID), text.keep(p.Client.Name)
	c.hash = hashOf(d.seed, c.id)
	c.enabled = p.Client.Status == gatehouse.Enabled
	c.collections = d.lists.share(p.Client.CollectionIDs)
	c.policies = d.lists.share(p.Client.PolicyIDs)
	c.profiles = profiles
	old := d.Find(c.id)
	for i, from := range slices.SortedFunc(slices.Values(p.Profiles), byProfileName) {
		d.packProfile(&profiles[i], from, text)
		n := 0
		for _, t := range p.Tokens {
			if n < len(tokens) && t.ProfileID == from.ID && t.RevokedAt.IsZero() && len(t.Hash) == hashSize {
				packToken(&tokens[n], t, text, old)
				n++
			}
		}
		profiles[i].tokens, tokens = tokens[:n:n], tokens[n:]
	}
	return c
}

func allocate(profiles, tokens int) (*Client, []Profile, []Token) {
	if profiles == 1 && tokens == 1 {
		s := &single{}
		return &s.client, s.profile[:], s.token[:]
	}
	return &Client{}, make([]Profile, profiles), make([]Token, tokens)
}

func (d *Directory) packProfile(to *Profile, from gatehouse.Profile, text *text) {
	to.id, to.name = text.keep(from.ID), text.keep(from.Name)
	to.enabled = from.Status == gatehouse.Enabled
	to.auth = packAuth(from.Auth.Type)
	to.methods = gatehouse.AnyMethod
	if from.AllowedMethods != nil {
		to.methods = gatehouse.SetOfMethods(from.AllowedMethods...)
	}
	if len(from.IPAllowlist) > 0 {
		blocks := slices.Clone(from.IPAllowlist)
		to.allow = &blocks
	}
	to.policies = d.lists.share(from.PolicyIDs)
	to.expires = millis(from.ExpiresAt)
}

func packToken(to *Token, from gatehouse.Token, text *text, old *Client) {
	to.id = text.keep(from.ID)
	to.hash = [hashSize]byte(from.Hash)
	to.expires = millis(from.ExpiresAt)
	if before := old.token(from.ID); before != nil {
		to.usage.Store(before.usage.Load())
	}
}

// token finds a token of any profile by its id, or nil.
func (c *Client) token(id string) *Token {
	if c == nil {
		return nil
	}
	for i := range c.profiles {
		for j := range c.profiles[i].tokens {
			if t := &c.profiles[i].tokens[j]; t.id == id {
				return t
			}
		}
	}
	return nil
}

func byProfileName(a, b gatehouse.Profile) int { return cmp.Compare(a.Name, b.Name) }

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// text gathers all strings of an entry in one block.
type text struct{ block strings.Builder }

func newText(p gatehouse.Partner) *text {
	size := len(p.Client.ID) + len(p.Client.Name)
	for _, profile := range p.Profiles {
		size += len(profile.ID) + len(profile.Name)
	}
	for _, t := range p.Tokens {
		size += len(t.ID)
	}
	s := new(text) // a builder must not be copied once it has grown
	s.block.Grow(size)
	return s
}

// keep copies a string into the block, which was made large enough for all,
// so that what was returned before stays in the same memory.
func (s *text) keep(v string) string {
	start := s.block.Len()
	s.block.WriteString(v)
	return s.block.String()[start:]
}
