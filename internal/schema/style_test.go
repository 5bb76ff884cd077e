package schema

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

// Values of the table "Style Examples" of OpenAPI 3.0 and 3.1: a color that is
// a text, a list and an object.
const (
	text   = `{"type":"string","enum":["blue",""]}`
	colors = `{"type":"array","items":{"type":"string","enum":["blue","black","brown"]},"minItems":3,"maxItems":3}`
	rgb    = `{"type":"object","required":["R","G","B"],"properties":{"R":{"const":100},"G":{"type":"integer","const":200},"B":{"type":"integer","maximum":150}},"additionalProperties":false}`
)

// TestStylesOfTheSpecificationAreRead runs the examples that OpenAPI itself
// gives, and a wrong value in each of their forms.
func TestStylesOfTheSpecificationAreRead(t *testing.T) {
	tests := []struct{ in, style, explode, schema, good, bad string }{
		{"path", "matrix", "false", text, ";color=blue", ";color=red"},
		{"path", "matrix", "false", text, ";color", "blue"},
		{"path", "matrix", "false", colors, ";color=blue,black,brown", ";color=blue,black,red"},
		{"path", "matrix", "false", rgb, ";color=R,100,G,200,B,150", ";color=R,100,G"},
		{"path", "matrix", "true", colors, ";color=blue;color=black;color=brown", ";color=blue;colour=black;color=brown"},
		{"path", "matrix", "true", rgb, ";R=100;G=200;B=150", ";R=100;G=200;B=151"},
		{"path", "label", "false", text, ".blue", "blue"},
		{"path", "label", "false", colors, ".blue.black.brown", ".blue.black"},
		{"path", "label", "false", colors, ".blue,black,brown", ".blue,black"},
		{"path", "label", "false", rgb, ".R.100.G.200.B.150", ".R.100.G.200.B.151"},
		{"path", "label", "true", colors, ".blue.black.brown", ".red.black.brown"},
		{"path", "label", "true", rgb, ".R=100.G=200.B=150", ".R=100.G.B=150"},
		{"path", "simple", "false", text, "blue", "red"},
		{"path", "simple", "false", colors, "blue,black,brown", "blue"},
		{"path", "simple", "false", rgb, "R,100,G,200,B,150", "R,100,G,200"},
		{"path", "simple", "true", rgb, "R=100,G=200,B=150", "R=100,G=200,B=150,A=1"},
		{"header", "simple", "false", colors, "blue,black,brown", "blue, black"},
		{"header", "simple", "false", colors, "blue, black, brown", "red, black, brown"},
		{"header", "simple", "true", rgb, "R=100,G=200,B=150", "R=100,G=200"},
		{"query", "form", "false", text, "color=", "color=red"},
		{"query", "form", "false", text, "color=blue", "color=blue&color=blue"},
		{"query", "form", "false", colors, "color=blue,black,brown", "color=blue,black"},
		{"query", "form", "false", colors, "color=blue%2Cblack%2Cbrown", "color=blue%2Cred%2Cbrown"},
		{"query", "form", "false", rgb, "color=R,100,G,200,B,150", "color=R,100,G,200,B,x"},
		{"query", "form", "true", colors, "color=blue&color=black&color=brown", "color=blue&color=black"},
		{"query", "form", "true", rgb, "R=100&G=200&B=150", "R=100&G=200"},
		{"query", "form", "true", rgb, "R=100&G=200&B=150&page=2", "R=100&R=100&G=200&B=150"},
		{"query", "spaceDelimited", "false", colors, "color=blue%20black%20brown", "color=blue%20black"},
		{"query", "spaceDelimited", "false", colors, "color=blue+black+brown", "color=blue,black,brown"},
		{"query", "spaceDelimited", "false", rgb, "color=R%20100%20G%20200%20B%20150", "color=R%20100%20G"},
		{"query", "pipeDelimited", "false", colors, "color=blue%7Cblack%7Cbrown", "color=blue%7Cblack"},
		{"query", "pipeDelimited", "false", colors, "color=blue|black|brown", "color=blue|black|red"},
		{"query", "pipeDelimited", "false", rgb, "color=R%7C100%7CG%7C200%7CB%7C150", "color=R%7C100"},
		{"query", "deepObject", "true", rgb, "color[R]=100&color[G]=200&color[B]=150", "color[R]=100&color[G]=200"},
		{"query", "deepObject", "true", rgb, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150", "color[R]=100&color[G]=200&color[B][x]=150"},
		{"cookie", "form", "false", text, "a=b; color=blue; c=d", "color=red"},
		{"cookie", "form", "false", colors, "color=blue,black,brown", "color=blue"},
		{"cookie", "form", "false", rgb, `color="R,100,G,200,B,150"`, "color=R,100"},
	}
	for _, tt := range tests {
		name := strings.Join([]string{tt.in, tt.style, tt.explode, tt.good}, " ")
		raw := `[{"name":"color","in":"` + tt.in + `","required":true,"style":"` + tt.style + `","explode":` + tt.explode + `,"schema":` + tt.schema + `}]`
		s := compiled(t, gatehouse.Endpoint{Path: "/{color}", Parameters: json.RawMessage(raw)})
		if len(s.Unchecked()) > 0 {
			t.Errorf("%s is not checked: %v", name, s.Unchecked())
		}
		if wrong := s.Parameters(sentAs(tt.in, tt.good)); len(wrong) > 0 {
			t.Errorf("%s: %v", name, wrong)
		}
		if wrong := s.Parameters(sentAs(tt.in, tt.bad)); len(wrong) == 0 {
			t.Errorf("%s: %s is taken", name, tt.bad)
		}
		if wrong := s.Parameters(sentAs("nowhere", "")); tt.in != "path" && (len(wrong) != 1 || wrong[0].Detail != "is required") {
			t.Errorf("%s: without a value: %v", name, wrong)
		}
	}
}

func sentAs(in, value string) Input {
	i := Input{Path: "/x", Header: headers("")}
	switch in {
	case "path":
		i.Path = "/" + value
	case "query":
		i.Query = value
	case "header":
		i.Header = headers("color", value)
	case "cookie":
		i.Header = headers("Cookie", value)
	}
	return i
}

func TestValuesOfSeveralTypesAreReadAsTheOneThatFits(t *testing.T) {
	s := compiled(t, gatehouse.Endpoint{Path: "/", Parameters: json.RawMessage(`[
		{"name":"a","in":"query","schema":{"anyOf":[{"type":"string","pattern":"^[a-z]+$"},{"type":"array","items":{"type":"integer"}}]}},
		{"name":"b","in":"query","schema":{"type":["integer","string"],"maxLength":2}},
		{"name":"c","in":"query","schema":{"enum":[1,"one",true]}},
		{"name":"d","in":"query","schema":{"allOf":[{"$ref":"#/$defs/n"},{"maximum":9}],"$defs":{"n":{"type":"integer"}}}},
		{"name":"e","in":"query","content":{"application/json":{"schema":{"type":"object","required":["x"]}}}},
		{"name":"Authorization","in":"header","required":true,"schema":{"type":"string"}}]`)})
	for query, want := range map[string]string{
		"a=abc": "", "a=1&a=2": "", "a=7": "", "a=ABC": "?a", "b=12345": "", "b=ab": "", "b=abc": "?b",
		"c=1": "", "c=one": "", "c=true": "", "c=two": "?c", "d=9": "", "d=10": "?d", "e=%7B%22x%22%3A1%7D": "", "e=%7B%7D": "?e/x", "e=x": "?e",
	} {
		if got := pointers(s.Parameters(Input{Query: query, Header: headers("")})); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestRepeatedHeaderIsOneList(t *testing.T) {
	s := compiled(t, gatehouse.Endpoint{Path: "/", Parameters: json.RawMessage(`[
		{"name":"X-Ids","in":"header","schema":{"type":"array","items":{"type":"integer"},"minItems":3}},{"name":"X-One","in":"header","schema":{"type":"integer"}}]`)})
	if wrong := s.Parameters(Input{Header: headers("X-Ids", "1, 2", "3")}); len(wrong) > 0 {
		t.Error(wrong)
	}
	if wrong := s.Parameters(Input{Header: headers("X-One", "1", "2")}); pointers(wrong) != "header:X-One" {
		t.Error(wrong)
	}
}

func TestWhatCannotBeCheckedIsSaid(t *testing.T) {
	s := compiled(t, gatehouse.Endpoint{
		Path: "/", Parameters: json.RawMessage(`[
			{"name":"a","in":"query","style":"deepObject","schema":{"type":"object","properties":{"x":{"type":"array"}}}},
			{"name":"b","in":"query","style":"matrix","schema":{"type":"string"}},
			{"name":"c","in":"cookie","schema":{"type":"array","items":{"type":"string"}}},
			{"name":"d","in":"query","content":{"application/xml":{"schema":{"type":"object"}}}},
			{"name":"e","in":"query","style":"deepObject","schema":{"type":"string"}},
			{"name":"f","in":"query","style":"pipeDelimited","schema":{"type":"string"}},
			{"name":"fine","in":"query","schema":{"type":"integer"}}]`),
		RequestBody: json.RawMessage(`{"content":{"application/xml":{"schema":{"type":"object"}},"application/pdf":{"schema":{"type":"string","format":"binary"}},
			"multipart/form-data":{"schema":{"type":"object","properties":{"file":{"type":"string","format":"binary"}}}},
			"application/x-www-form-urlencoded":{"schema":{"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}}}}}}}`),
	})
	var got []string
	for _, f := range s.Unchecked() {
		got = append(got, f.Pointer)
		if f.Detail == "" {
			t.Errorf("%s without words", f.Pointer)
		}
	}
	want := []string{
		"/parameters/0", "/parameters/1", "/parameters/2", "/parameters/3", "/parameters/4", "/parameters/5",
		"/request_body/content/application~1x-www-form-urlencoded", "/request_body/content/application~1xml", "/request_body/content/multipart~1form-data",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if wrong := s.Parameters(Input{Query: "a[x][0]=1&b=2&d=%3Cx%3E", Header: headers("")}); len(wrong) > 0 {
		t.Error(wrong)
	}
}

// FuzzParameters holds that nothing a caller sends makes a check fail inside.
func FuzzParameters(f *testing.F) {
	var list []string
	for in, all := range styles {
		for _, style := range all {
			for _, s := range []string{text, colors, rgb, `{"type":["array","string","object"]}`} {
				for _, explode := range []string{"true", "false"} {
					list = append(list, `{"name":"color","in":"`+in+`","style":"`+style+`","explode":`+explode+`,"schema":`+s+`}`)
				}
			}
		}
	}
	s, _ := Compile(gatehouse.Endpoint{Path: "/{color}", Parameters: json.RawMessage("[" + strings.Join(list, ",") + "]")})
	for _, seed := range []string{"color=blue", ";color=;;=", "color[R]=1&color[", ".=.,=", "%zz", "a;b", "color=R,1,G"} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, sent string) {
		s.Parameters(Input{Path: "/" + sent, Query: sent, Header: headers("Cookie", sent, sent)})
		s.Parameters(Input{Header: headers("color", sent, sent)})
	})
}
