package store

import (
	"context"
	"database/sql"
	"errors"

	"gatehouse"
)

// failure is what went wrong, as far as it concerns a caller.
type failure int

const (
	unknownFailure   failure = iota
	uniqueFailure            // a value is taken; the constraint tells which
	referenceFailure         // a row refers to one that is not there
	textFailure              // text that the database cannot keep
	diskFullFailure
	awayFailure // the database cannot be reached, or is busy beyond patience
)

// taken says which field of the resource a unique index is about. The keys
// are the names of the indexes.
var taken = map[string]gatehouse.Field{
	"clients_name":                    {Pointer: "/name", Detail: "is the name of another client"},
	"profiles_client_id_name":         {Pointer: "/name", Detail: "is the name of another profile of this client"},
	"tokens_profile_id_hash":          {Pointer: "/value", Detail: "is or was a token of this profile already"},
	"policies_name":                   {Pointer: "/name", Detail: "is the name of another policy"},
	"collections_name":                {Pointer: "/name", Detail: "is the name of another collection"},
	"collections_base_path":           {Pointer: "/base_path", Detail: "is the base path of another collection"},
	"collections_published_base_path": {Pointer: "/base_path", Detail: "is the base path of another published collection"},
	"users_email":                     {Pointer: "/email", Detail: "is the address of another user"},
	"access_requests_email":           {Pointer: "/email", Detail: "has asked for access already"},
	"api_keys_name":                   {Pointer: "/name", Detail: "is the name of another API key"},
}

// explain turns an error of the driver into one that a caller may be told
// about. Every way out of the store passes here, and only here are errors of
// drivers looked at. Errors that are ours already pass unchanged.
func (e *engine) explain(err error) error {
	if err == nil {
		return nil
	}
	if _, ours := errors.AsType[*gatehouse.Error](err); ours {
		return err
	}
	what, constraint := e.diagnose(err)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, sql.ErrConnDone) {
		what = awayFailure
	}
	switch what {
	case uniqueFailure:
		if field, known := taken[constraint]; known {
			return &gatehouse.Error{
				Kind: gatehouse.Conflict, Detail: "A value that must be unique is taken; see errors.", Fields: []gatehouse.Field{field}, Err: err,
			}
		}
	case referenceFailure:
		return &gatehouse.Error{Kind: gatehouse.NotFound, Detail: "Something that this refers to does not exist.", Err: err}
	case textFailure:
		return &gatehouse.Error{Kind: gatehouse.Invalid, Detail: "Text must be valid UTF-8 without NUL characters.", Err: err}
	case diskFullFailure:
		return &gatehouse.Error{Kind: gatehouse.StorageFull, Detail: "The disk under the database is full; nothing was changed. Free some space and try again.", Err: err}
	case awayFailure:
		return &gatehouse.Error{Kind: gatehouse.Unavailable, Detail: "The database cannot be reached; try again shortly.", Err: err}
	case unknownFailure:
	}
	return err
}

func isNotFound(err error) bool {
	e, ok := errors.AsType[*gatehouse.Error](err)
	return ok && e.Kind == gatehouse.NotFound
}
