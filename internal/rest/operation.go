package rest

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
)

// DefaultBody bounds a request body, in bytes, where an operation sets no
// MaxBodyBytes.
const DefaultBody = 1 << 20

// Register adds a typed handler to an API under an operation.
type Register func(*API, huma.Operation)

// On makes a handler what answers an operation. Errors become problem documents
// here, so that handlers return plain ones.
func On[I, O any](handle func(context.Context, *I) (*O, error)) Register {
	return func(api *API, op huma.Operation) {
		op.SkipValidateBody = true // the handler decodes; see Body
		op.BodyReadTimeout = -1    // receive has read it already
		if op.MaxBodyBytes == 0 {
			op.MaxBodyBytes = DefaultBody
		}
		huma.Register(api.Huma, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := handle(ctx, in)
			if err != nil {
				return nil, refusalOf(ctx, err)
			}
			return out, nil
		})
	}
}

// Streams makes a handler what answers an operation, whose answer has one of
// some media types.
func Streams[I any](mediaTypes []string, handle func(context.Context, *I) (*Stream, error)) Register {
	return func(api *API, op huma.Operation) {
		content := map[string]*huma.MediaType{}
		for _, t := range mediaTypes {
			content[t] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
		}
		op.Responses["200"].Content = content
		On(handle)(api, op)
	}
}

// Outputs and inputs that many operations share. What is embedded, here and in
// JSON shapes, has an exported name because huma looks past other ones.
type (
	// Answer is a document.
	Answer[T any] struct{ Body T }
	// List is one page. The cursor is null on the last one.
	List[T any] struct {
		Items      []T     `json:"items" doc:"The items of this page."`
		NextCursor *string `json:"next_cursor" doc:"Cursor of the next page; null on the last one." example:"eyJhIjoiY2xfMDFqZDN3OG01In0"`
	}
	// ByID names the resource in the path.
	ByID struct {
		ID string `path:"id" doc:"Id of the resource." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e" maxLength:"128"`
	}
	// Page says which part of a list is wanted.
	Page struct {
		Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200" doc:"Items a page."`
		Cursor string `query:"cursor" maxLength:"1024" doc:"The next_cursor of the page before; empty for the first page."`
	}
)

// Shown answers with a document.
func Shown[T any](body T) *Answer[T] { return &Answer[T]{body} }

// Listed answers with a page of translated items.
func Listed[A, B any](items []A, next string, translate func(A) B) *Answer[List[B]] {
	return Shown(List[B]{Each(items, translate), OptionalText(next)})
}
