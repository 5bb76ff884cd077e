package gatehouse

// Partner is one client with all that decides its requests: what the gateway
// loads at the start and again whenever something about the client changed.
type Partner struct {
	Client   Client
	Profiles []Profile // by id
	Tokens   []Token   // of all profiles, by id, without the revoked ones
}
