package adminapi

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

// answerTakes is how long another node may need between committing a change
// and keeping its answer.
const answerTakes = 5 * time.Second

// lost makes the answer of a call that was committed but whose answer was
// never kept, because the process ended in between: what the call created is
// shown as it is now, with secrets null as in every repetition.
func (a *api) lost(ctx context.Context, earlier store.IdempotentCall) (int, []byte, error) {
	if a.Now().Sub(earlier.At) < answerTakes {
		return 0, nil, stillRunning()
	}
	route := callOf(ctx).route
	out, err := a.remade(ctx, route.id, earlier.Resource.ID)
	if err != nil {
		return 0, nil, err
	}
	if out == nil {
		return 0, nil, gatehouse.Errorf(gatehouse.Conflict, "The first call with this Idempotency-Key took effect, but its answer was lost. Look at the resource, and use a new key to call again.")
	}
	return withoutSecrets(out, route.status())
}

// remade is nil for calls that created no resource with a page of its own.
func (a *api) remade(ctx context.Context, operation, id string) (any, error) {
	in := &getIn{ByID: rest.ByID{ID: id}}
	switch operation {
	case "createClient":
		return again(a.getClient(ctx, in))("/clients/" + id)
	case "createProfile":
		p, err := a.Control.Profile(ctx, by(ctx), id)
		return made("/profiles/"+id, p.Version, createdProfileJSON{ProfileJSON: profileOf(p)}), err
	case "createPolicy":
		return again(a.getPolicy(ctx, in))("/policies/" + id)
	case "createCollection", importing:
		return again(a.getCollection(ctx, in))("/collections/" + id)
	case "publishCollection", "unpublishCollection", "restoreRevision":
		return a.getCollection(ctx, in)
	case "createOnboardingDraft":
		return again(a.getDraft(ctx, in))("/onboarding-drafts/" + id)
	case "createUser":
		u, err := a.Control.User(ctx, by(ctx), id)
		return made("/users/"+id, u.Version, createdUserJSON{UserJSON: userOf(u)}), err
	case "createAPIKey":
		return again(a.getAPIKey(ctx, in))("/api-keys/" + id)
	default:
		return nil, nil
	}
}

// again shows what was found as what was created.
func again[T any](f *found[T], err error) func(path string) (any, error) {
	return func(path string) (any, error) {
		if err != nil {
			return nil, err
		}
		return &created[T]{Location: Prefix + path, ETag: f.ETag, Body: f.Body}, nil
	}
}
