package gateway

// match is step 2. It finds the collection and endpoint and never refuses:
// whether a path exists is told to those who have proven who they are, in
// authorize. A browser's preflight is answered here, since it cannot carry
// credentials.
func match(x *Exchange) error {
	if x.path == "*" { // the whole server, which is nobody's collection (RFC 9110 §9.3.7)
		return nil
	}
	x.collection, x.rest = x.table.Match(x.path)
	if x.collection == nil {
		return nil
	}
	x.endpoint = x.collection.Endpoint(x.req.Method, x.rest)
	if len(x.collection.Origins) > 0 && x.fields.origin != "" && x.collection.AllowsOrigin(x.fields.origin) {
		x.origin = x.fields.origin
		if x.isPreflight() {
			return x.answerPreflight()
		}
	}
	return nil
}
