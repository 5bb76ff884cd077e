package portal

import (
	"bytes"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// Markdown of collections comes from imported documents, which anybody may
// have written. It becomes HTML here and passes an allow-list afterwards: no
// script, no style, no picture from elsewhere, links that name no opener.
var (
	markdown = goldmark.New(goldmark.WithExtensions(extension.GFM))
	allowed  = allowList()
)

func allowList() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote",
		"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|right|center)$`)).OnElements("th", "td")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^language-[a-z0-9+-]{1,20}$`)).OnElements("code")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("https", "http", "mailto")
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	return p
}

// maxMarkdown bounds what is rendered of one text.
const maxMarkdown = 256 << 10

// rendered is sanitised HTML of Markdown.
func rendered(text string) string {
	if text == "" {
		return ""
	}
	var b bytes.Buffer
	if err := markdown.Convert([]byte(text[:min(len(text), maxMarkdown)]), &b); err != nil {
		return "" // a writer in memory does not fail
	}
	return string(allowed.SanitizeBytes(b.Bytes()))
}
