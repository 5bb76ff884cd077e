package portal

import (
	"net/http"
	"slices"

	"gatehouse/internal/livetail"
	"gatehouse/internal/rest"
)

// Short names, so that a row of the table stays a line.
const (
	get  = http.MethodGet
	post = http.MethodPost
	put  = http.MethodPut
	del  = http.MethodDelete
)

// routes is the whole API: every route that is served, and nothing else.
func (a *api) routes() []route {
	return slices.Concat(a.doorRoutes(), a.sessionRoutes(), a.referenceRoutes(), a.tryRoutes(), a.trafficRoutes())
}

// doorRoutes are called before there is a session.
func (a *api) doorRoutes() []route {
	return []route{
		{get, "/options", "getOptions", "How the portal presents itself", rest.On(a.portalOptions), "", options{open: true}},
		{post, "/sign-in", "askForSignIn", "Ask for a sign-in mail", rest.On(a.askForSignIn), "The answer is the same for every address. The mail, if there is one, has a link and a code, good for 15 minutes.", options{open: true, status: http.StatusAccepted}},
		{post, "/sign-in/code", "signInWithCode", "Sign in with the code of the mail", rest.On(a.signInWithCode), "Five wrong codes end the sign-in, the link of its mail included.", options{open: true}},
		{post, "/access-requests", "requestAccess", "Ask for access", rest.On(a.requestAccess), "Becomes an item for the people who run the gateway. A 404 while they have not switched it on; otherwise the answer is the same for every address.", options{open: true, status: http.StatusAccepted}},
	}
}

// sessionRoutes are about the session itself.
func (a *api) sessionRoutes() []route {
	return []route{
		{get, "/me", "getMe", "Who is signed in", rest.On(a.getMe), "", options{}},
		{put, "/me/client", "chooseClient", "Look at another client", rest.On(a.chooseClient), "One of those that authorize the address. Holds for the session.", options{}},
		{get, "/sessions", "listSessions", "List the sessions of the address", rest.On(a.listSessions), "Newest first.", options{}},
		{del, "/sessions/{id}", "endSession", "End a session", rest.On(a.endSession), "`current` is the one of this call; ending it signs out.", options{}},
	}
}

// referenceRoutes are what the client may call, and how.
func (a *api) referenceRoutes() []route {
	return []route{
		{get, "/home", "getHome", "The first page", rest.On(a.home), "", options{}},
		{get, "/collections", "listCollections", "List the collections", rest.On(a.listCollections), "Published ones that the client may call.", options{}},
		{get, "/collections/{name}", "getCollection", "Get a collection", rest.On(a.getCollection), "One that is not assigned is a 404 like one that does not exist.", options{}},
		{get, "/collections/{name}/operations/{id}", "getOperation", "Get an operation", rest.On(a.getOperation), "", options{}},
		{get, "/collections/{name}/openapi.json", "exportOpenAPI", "Download as OpenAPI", rest.On(a.exportOpenAPI), "What the profile may call, of the published revision.", options{}},
		{get, "/collections/{name}/postman.json", "exportPostman", "Download for Postman", rest.On(a.exportPostman), "What the profile may call, with its ids filled in and the token left to you.", options{}},
		{get, "/collections/{name}/reference.md", "exportMarkdown", "Download as Markdown", rest.Streams([]string{markdownType}, a.exportMarkdown), "What the profile may call, as one text for people and for programs that read.", options{}},
		{get, "/search", "search", "Find collections and operations", rest.On(a.find), "By title, path, summary or description.", options{}},
	}
}

// tryRoutes are calls made from the page, and the credentials of one's own.
func (a *api) tryRoutes() []route {
	return []route{
		{post, "/try", "try", "Call an operation", rest.On(a.try), "By the gateway's own path: the same checks, limits and log as for a call from outside, from the address of the person. The answer is 200 whatever the gateway answered. Redirects are shown and not followed.", options{most: maxTryRequest}},
		{post, "/try/token", "makeTryToken", "Get a try-it token", rest.On(a.makeTryToken), "Ends after 15 minutes and with the session; the gateway's other doors do not know it.", options{}},
		{get, "/try/downloads/{id}", "getDownload", "Fetch the whole body of an answer", rest.Streams(octets, a.getDownload), "Once, by the session that made the call, within five minutes.", options{}},
		{get, "/credentials", "getCredentials", "Profiles and their tokens", rest.On(a.credentials), "", options{}},
		{post, "/profiles/{id}/token", "makeToken", "Generate or rotate a token", rest.On(a.makeToken), "Where the profile allows self-service; a 403 otherwise. The secret is in this answer and nowhere else.", options{status: http.StatusCreated}},
	}
}

// trafficRoutes are the client's own calls.
func (a *api) trafficRoutes() []route {
	return []route{
		{get, "/requests", "listCalls", "Search calls", rest.On(a.listCalls), "Newest first, at most a second behind. Refused ones too, also those that merely named the Client ID.", options{}},
		{get, "/requests/tail", "tailCalls", "Follow calls live", rest.Streams(livetail.MediaTypes, a.tailCalls), livetail.Doc, options{}},
		{get, "/requests/export", "exportCalls", "Download calls", rest.Streams(rest.FileTypes, a.exportCalls), "Newest first. More than 100,000 are a 422: narrow the time down. Cells that a spreadsheet would take for formulas begin with an apostrophe.", options{}},
		{get, "/requests/{id}", "getCall", "Get a call", rest.On(a.getCall), "", options{}},
		{post, "/requests/{id}/share", "shareCall", "Make a link to a call", rest.On(a.share), "Opens without sign-in until it expires and shows neither headers nor addresses nor whose call it is.", options{status: http.StatusCreated}},
		{get, "/refusals", "listRefusals", "What a call can be refused with", rest.On(listRefusals), "The codes of the gateway, in the order of its checks.", options{}},
		{get, "/usage", "getUsage", "Figures over calls", rest.On(a.usage), "Calls from outside; those of try-it are not among them.", options{}},
		{get, "/usage/export", "exportUsage", "Download figures", rest.Streams(rest.FileTypes, a.exportUsage), "CSV, a line for each bucket.", options{}},
	}
}
