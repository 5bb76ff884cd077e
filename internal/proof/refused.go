package proof

import (
	"context"

	"gatehouse"
	"gatehouse/internal/gateway"
	"gatehouse/internal/routing"
	"gatehouse/internal/seal"
)

func (r *run) withoutClientID(ctx context.Context) Check {
	in := r.request(r.method(), r.path())
	in.Header.Del("X-Client-ID")
	return r.refusal(ctx, Check{Name: WithoutClientID, Expected: "401"}, in, "client_id_missing")
}

func (r *run) wrongToken(ctx context.Context) Check {
	check := Check{Name: WrongToken, Expected: "401"}
	if r.profile.Auth() == gatehouse.AuthNone {
		return skipped(check, "The profile's authentication method is none: it has no token that could be wrong.")
	}
	in := r.request(r.method(), r.path())
	in.Credential = nil
	in.Header.Del("Authorization")
	in.Header.Add("Authorization", "Bearer "+seal.NewToken("ght").Reveal())
	return r.refusal(ctx, check, in, "credentials_invalid")
}

func (r *run) methodNotAllowed(ctx context.Context) Check {
	check := Check{Name: MethodNotAllowed, Collection: r.collectionName(), Expected: "405"}
	if r.profile.Methods() == gatehouse.AnyMethod {
		return skipped(check, "The profile allows every method.")
	}
	if r.collection == nil {
		return skipped(check, noEndpoint)
	}
	return r.refusal(ctx, check, r.request(refusedMethod(r.profile.Methods()), r.path()), "method_not_allowed")
}

// refusedMethod is one that the profile does not allow. OPTIONS comes last: a
// browser's preflight asks with it before anybody is identified.
func refusedMethod(allowed gatehouse.MethodSet) string {
	for _, m := range []string{"DELETE", "PUT", "PATCH", "POST", "GET", "HEAD"} {
		if !allowed.Has(m) {
			return m
		}
	}
	return "OPTIONS"
}

const noEndpoint = "The client has no access to a published collection with an endpoint that this profile may call."

func (r *run) otherCollection(ctx context.Context) Check {
	check := Check{Name: OtherCollection, Expected: "403"}
	other := r.notAssigned()
	if other == nil {
		return skipped(check, "There is no published collection that the client has no access to.")
	}
	check.Collection = other.Name
	return r.refusal(ctx, check, r.request("GET", routing.EscapePath(other.BasePath)), "collection_not_assigned")
}

func (r *run) notAssigned() *routing.Collection {
	for _, c := range r.table.Collections() {
		if found, _ := r.table.Match(c.BasePath); found == c && !r.client.MayCall(c.ID) {
			return c
		}
	}
	return nil
}

func (r *run) overTheLimit(ctx context.Context) Check {
	check := Check{Name: OverTheLimit, Collection: r.collectionName(), Expected: "429"}
	if limits, err := r.Directory.Limits(r.client, r.profile); err == nil && limits == nil {
		return skipped(check, "No policy is attached to the client or the profile.")
	}
	if r.collection == nil {
		return skipped(check, noEndpoint)
	}
	in := r.request(r.method(), r.path())
	in.Budget = gateway.Rehearse
	return r.refusal(ctx, check, in, "rate_limit_exceeded", "quota_exceeded")
}
