package portal

import (
	"net/http"
	"slices"
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
		{get, "/options", "getOptions", "How the portal presents itself", on(a.portalOptions), "", options{open: true}},
		{post, "/sign-in", "askForSignIn", "Ask for a sign-in mail", on(a.askForSignIn), "The answer is the same for every address. The mail, if there is one, has a link and a code, good for 15 minutes.", options{open: true, status: http.StatusAccepted}},
		{post, "/sign-in/code", "signInWithCode", "Sign in with the code of the mail", on(a.signInWithCode), "Five wrong codes end the sign-in, the link of its mail included.", options{open: true}},
		{post, "/access-requests", "requestAccess", "Ask for access", on(a.requestAccess), "Becomes an item for the people who run the gateway. A 404 while they have not switched it on; otherwise the answer is the same for every address.", options{open: true, status: http.StatusAccepted}},
	}
}

// sessionRoutes are about the session itself.
func (a *api) sessionRoutes() []route {
	return []route{
		{get, "/me", "getMe", "Who is signed in", on(a.getMe), "", options{}},
		{put, "/me/client", "chooseClient", "Look at another client", on(a.chooseClient), "One of those that authorize the address. Holds for the session.", options{}},
		{get, "/sessions", "listSessions", "List the sessions of the address", on(a.listSessions), "Newest first.", options{}},
		{del, "/sessions/{id}", "endSession", "End a session", on(a.endSession), "`current` is the one of this call; ending it signs out.", options{}},
	}
}

// referenceRoutes are what the client may call, and how.
func (a *api) referenceRoutes() []route {
	return []route{
		{get, "/home", "getHome", "The first page", on(a.home), "", options{}},
		{get, "/collections", "listCollections", "List the collections", on(a.listCollections), "Published ones that the client may call.", options{}},
		{get, "/collections/{name}", "getCollection", "Get a collection", on(a.getCollection), "One that is not assigned is a 404 like one that does not exist.", options{}},
		{get, "/collections/{name}/operations/{id}", "getOperation", "Get an operation", on(a.getOperation), "", options{}},
		{get, "/collections/{name}/openapi.json", "exportOpenAPI", "Download as OpenAPI", on(a.exportOpenAPI), "What the profile may call, of the published revision.", options{}},
		{get, "/collections/{name}/postman.json", "exportPostman", "Download for Postman", on(a.exportPostman), "What the profile may call, with its ids filled in and the token left to you.", options{}},
		{get, "/search", "search", "Find collections and operations", on(a.find), "By title, path, summary or description.", options{}},
	}
}

// tryRoutes are calls made from the page, and the credentials of one's own.
func (a *api) tryRoutes() []route {
	return []route{
		{post, "/try", "try", "Call an operation", on(a.try), "By the gateway's own path: the same checks, limits and log as for a call from outside, from the address of the person. The answer is 200 whatever the gateway answered. Redirects are shown and not followed.", options{most: maxTryRequest}},
		{post, "/try/token", "makeTryToken", "Get a try-it token", on(a.makeTryToken), "Ends after 15 minutes and with the session; the gateway's other doors do not know it.", options{}},
		{get, "/try/downloads/{id}", "getDownload", "Fetch the whole body of an answer", streams(octets, a.getDownload), "Once, by the session that made the call, within five minutes.", options{}},
		{get, "/credentials", "getCredentials", "Profiles and their tokens", on(a.credentials), "", options{}},
		{post, "/profiles/{id}/token", "makeToken", "Generate or rotate a token", on(a.makeToken), "Where the profile allows self-service; a 403 otherwise. The secret is in this answer and nowhere else.", options{status: http.StatusCreated}},
	}
}

// trafficRoutes are the client's own calls.
func (a *api) trafficRoutes() []route {
	return []route{
		{get, "/requests", "listCalls", "Search calls", on(a.listCalls), "Newest first, at most a second behind. Refused ones too, also those that merely named the Client ID.", options{}},
		{get, "/requests/tail", "tailCalls", "Follow calls live", streams(eventStream, a.tailCalls), tailDoc, options{}},
		{get, "/requests/export", "exportCalls", "Download calls", streams(exported, a.exportCalls), "Newest first, at most 50,000. Cells that a spreadsheet would take for formulas begin with an apostrophe.", options{}},
		{get, "/requests/{id}", "getCall", "Get a call", on(a.getCall), "", options{}},
		{post, "/requests/{id}/share", "shareCall", "Make a link to a call", on(a.share), "Opens without sign-in until it expires and shows neither headers nor addresses nor whose call it is.", options{status: http.StatusCreated}},
		{get, "/usage", "getUsage", "Figures over calls", on(a.usage), "Calls from outside; those of try-it are not among them.", options{}},
		{get, "/usage/export", "exportUsage", "Download figures", streams(exported, a.exportUsage), "CSV, a line for each bucket.", options{}},
	}
}
