package schema

import (
	"encoding/json"
	"strings"
	"testing"

	"gatehouse"
)

func formOf(t *testing.T, mediaType, schema, encoding string) *Schema {
	t.Helper()
	return compiled(t, gatehouse.Endpoint{Path: "/", RequestBody: json.RawMessage(
		`{"required":true,"content":{"` + mediaType + `":{"schema":` + schema + `,"encoding":` + encoding + `}}}`)})
}

func TestFormsAreChecked(t *testing.T) {
	s := formOf(t, urlencoded, `{"type":"object","required":["name"],"additionalProperties":false,"properties":{
		"name":{"type":"string","minLength":2},"age":{"type":"integer","minimum":0},"tags":{"type":"array","items":{"type":"string","maxLength":3}},
		"ids":{"type":"array","items":{"type":"integer"}},"address":{"type":"object","required":["city"]},"at":{"type":"object","properties":{"x":{"type":"integer"}}}}}`,
		`{"ids":{"style":"form","explode":false},"at":{"style":"deepObject","explode":true}}`)
	if len(s.Unchecked()) > 0 {
		t.Fatal(s.Unchecked())
	}
	for body, want := range map[string]string{
		"name=Jane+Doe&age=7&tags=a&tags=b&ids=1,2&at[x]=3": "",
		"name=Jane&address=%7B%22city%22%3A%22Bonn%22%7D":   "",
		"name=Jane&address=%7B%7D":                          "/address/city",
		"name=Jane&address=Bonn":                            "/address",
		"age=7":                                             "/name",
		"name=J":                                            "/name",
		"name=Jane&age=old":                                 "/age",
		"name=Jane&name=Joe":                                "/name",
		"name=Jane&tags=a&tags=long":                        "/tags/1",
		"name=Jane&ids=1,x":                                 "/ids/1",
		"name=Jane&at[x]=y":                                 "/at/x",
		"name=Jane&other=1":                                 "",
		"name=%zz":                                          "",
	} {
		wrong := s.Body(urlencoded, []byte(body))
		if pointers(wrong) != want || (want == "") != (len(wrong) == 0) && !strings.ContainsAny(body, "%") && !strings.Contains(body, "other") {
			t.Errorf("%s: %v, want %s", body, wrong, want)
		}
	}
	for _, body := range []string{"name=Jane&other=1", "name=%zz"} {
		if len(s.Body(urlencoded, []byte(body))) != 1 {
			t.Errorf("%s is taken", body)
		}
	}
}

// multipartBody writes parts: "name|type|body".
func multipartBody(parts ...string) string {
	var b strings.Builder
	for _, part := range parts {
		f := strings.SplitN(part, "|", 3)
		b.WriteString("--XX\r\nContent-Disposition: form-data; name=\"" + f[0] + "\"\r\n")
		if f[1] != "" {
			b.WriteString("Content-Type: " + f[1] + "\r\n")
		}
		b.WriteString("\r\n" + f[2] + "\r\n")
	}
	return b.String() + "--XX--\r\n"
}

// TestPartsAreChecked is after the examples of OpenAPI 3.0 and 3.1 under
// "Special Considerations for multipart Content".
func TestPartsAreChecked(t *testing.T) {
	s := formOf(t, multipartForm, `{"type":"object","required":["id"],"properties":{"id":{"type":"string","format":"uuid"},
		"address":{"type":"object","properties":{"zip":{"type":"integer"}}},"children":{"type":"array","items":{"type":"string","maxLength":5}},
		"profileImage":{"type":"string","format":"binary"}}}`, `{"profileImage":{"contentType":"image/png, image/jpeg"}}`)
	const id = "id||f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
	tests := []struct{ name, body, want string }{
		{"all right", multipartBody(id, `address|application/json|{"zip":1}`, "children||Ann", "children||Bob", "profileImage|image/png|\x89PNG\xff"), ""},
		{"missing", multipartBody("children||Ann"), "/id"},
		{"format", multipartBody("id||7"), "/id"},
		{"twice", multipartBody(id, id), "/id"},
		{"no JSON", multipartBody(id, "address||Bonn"), "/address"},
		{"in an object", multipartBody(id, `address||{"zip":"x"}`), "/address/zip"},
		{"in a list", multipartBody(id, "children||Ann", "children||Alexander"), "/children/1"},
		{"another type", multipartBody(id, "profileImage|image/gif|GIF"), "/profileImage"},
		{"cut off", multipartBody(id)[:60], ""},
		{"without a name", multipartBody("||x"), ""},
	}
	for _, tt := range tests {
		wrong := s.Body(multipartForm+"; boundary=XX", []byte(tt.body))
		if pointers(wrong) != tt.want || (len(wrong) == 0) != (tt.name == "all right") {
			t.Errorf("%s: %v, want %s", tt.name, wrong, tt.want)
		}
	}
	for length, want := range map[int64]bool{100: true, MaxBody + 1: false, -1: false} {
		if _, check := s.Content(multipartForm+"; boundary=XX", length); check != want {
			t.Errorf("%d bytes: %v", length, check)
		}
	}
}

// FuzzForms holds that no body makes a check fail inside.
func FuzzForms(f *testing.F) {
	const object = `{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"array","items":{"type":"string"}},"c":{"type":"object"}}}`
	s, _ := Compile(gatehouse.Endpoint{Path: "/", RequestBody: json.RawMessage(
		`{"content":{"` + urlencoded + `":{"schema":` + object + `},"` + multipartForm + `":{"schema":` + object + `}}}`)})
	f.Add("a=1&b=x&b=y&c=%7B%7D")
	f.Add(multipartBody("a||1", "b|text/plain|x", "c||{}"))
	f.Fuzz(func(_ *testing.T, body string) {
		s.Body(urlencoded, []byte(body))
		s.Body(multipartForm+"; boundary=XX", []byte(body))
	})
}
