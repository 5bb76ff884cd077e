package adminapi

import (
	"net/http"
	"slices"

	"gatehouse/internal/livetail"
	"gatehouse/internal/rest"

	"gatehouse"
)

// Short names, so that a row of the table stays a line.
const (
	get      = http.MethodGet
	post     = http.MethodPost
	put      = http.MethodPut
	patching = http.MethodPatch
	del      = http.MethodDelete

	partners = gatehouse.AreaPartners
	traffic  = gatehouse.AreaRequestLogs
	auditing = gatehouse.AreaAuditLogs
	system   = gatehouse.AreaSystem
	self     = gatehouse.AreaSelf
)

// creating are the operations that answer 201.
var creating = []string{
	"createClient", "createProfile", "createToken", "rotateToken", "createPolicy", "createCollection", importing, "onboard",
	"createOnboardingDraft", "createUser", "createAPIKey", "signIn", "setUp", "acceptInvitation",
}

// routes is the whole API: every route that is served, and nothing else.
func (a *api) routes() []route {
	all := slices.Concat(a.partnerRoutes(), a.collectionRoutes(), a.recordRoutes(), a.accountRoutes(), a.portalRoutes())
	if a.Check != nil {
		all = append(all, route{post, "/clients/{id}/check", partners, writes, "checkClient", "Prove the access of a client", on(a.check), checkDoc, 0})
	}
	return all
}

// partnerRoutes are clients, profiles with their tokens, and policies.
func (a *api) partnerRoutes() []route {
	return []route{
		{get, "/clients", partners, reads, "listClients", "List clients", on(a.listClients), "Newest first.", 0},
		{post, "/clients", partners, writes, "createClient", "Create a client", on(a.createClient), "The new client has no policies, portal emails or collections yet.", 0},
		{get, "/clients/{id}", partners, reads, "getClient", "Get a client", on(a.getClient), "`id` takes a name too.", 0},
		{patching, "/clients/{id}", partners, writes, "updateClient", "Change a client", on(a.updateClient), mergePatchDoc, 0},
		{del, "/clients/{id}", partners, writes, "deleteClient", "Delete a client", on(a.deleteClient), "Deletes its profiles, tokens and access too; open connections end within a second.", 0},
		{put, "/clients/{id}/policies", partners, writes, "setClientPolicies", "Set the policies of a client", on(a.setClientPolicies), "Replaces the whole set. They are counted over all profiles of the client.", 0},
		{put, "/clients/{id}/portal-access", partners, writes, "setPortalAccess", "Set the authorized emails of a client", on(a.setPortalAccess), "Replaces the whole set. Adding an address is enough: its owner may ask the portal for a sign-in link. A request for access from it is answered by that.", 0},
		{get, "/clients/{id}/collections", partners, reads, "listClientCollections", "List the collections of a client", on(a.listClientCollections), "", 0},
		{get, "/clients/{id}/hand-over", partners, reads, "getHandOver", "Write the hand-over sheet of a client again", on(a.handOverSheet), "As its onboarding did, without secrets: where the token was, the curl line says `<token>`.", 0},
		{get, "/clients/{id}/one-time-links", partners, reads, "listOneTimeLinks", "List the one-time links of a client", on(a.listLinks), "Newest first, spent ones too. Their addresses are in the answers that made them and nowhere else.", 0},
		{del, "/one-time-links/{id}", partners, writes, "revokeOneTimeLink", "Revoke a one-time link", on(a.revokeLink), "It can no longer be opened; the token behind it stays valid. One that was opened, revoked or has expired is a 404.", 0},
		{get, "/clients/{id}/effective-access", partners, reads, "getEffectiveAccess", "What a client may call in the end", on(a.effectiveAccess), "Statuses, expiries, access and publication taken together.", 0},
		{get, "/clients/{id}/impact", partners, reads, "getClientImpact", "What hangs on a client", on(a.clientImpact), impactDoc, 0},

		{get, "/profiles", partners, reads, "listProfiles", "List profiles", on(a.listProfiles), "Newest first.", 0},
		{post, "/profiles", partners, writes, "createProfile", "Create a profile", on(a.createProfile), "With `token`, its first token is made in the same transaction; the secret is in this answer and nowhere else.", 0},
		{get, "/profiles/{id}", partners, reads, "getProfile", "Get a profile", on(a.getProfile), "", 0},
		{patching, "/profiles/{id}", partners, writes, "updateProfile", "Change a profile", on(a.updateProfile), mergePatchDoc + " A profile's name and client never change.", 0},
		{del, "/profiles/{id}", partners, writes, "deleteProfile", "Delete a profile", on(a.deleteProfile), "Deletes its tokens too; open connections end within a second.", 0},
		{get, "/profiles/{id}/impact", partners, reads, "getProfileImpact", "What hangs on a profile", on(a.profileImpact), impactDoc, 0},
		{get, "/profiles/{id}/tokens", partners, reads, "listTokens", "List the tokens of a profile", on(a.listTokens), "Newest first, revoked and expired ones too.", 0},
		{post, "/profiles/{id}/tokens", partners, writes, "createToken", "Add a token to a profile", on(a.createToken), "The others stay as they are. The secret is in this answer and nowhere else.", 0},
		{post, "/profiles/{id}/rotate", partners, writes, "rotateToken", "Rotate the token of a profile", on(a.rotateToken), "Adds a token; the older ones expire at the earlier of their own expiry and now + overlap.", 0},
		{del, "/profiles/{id}/tokens/{token_id}", partners, writes, "revokeToken", "Revoke a token", on(a.revokeToken), "It is refused from the next request on, and open connections end within a second.", 0},

		{get, "/policies", partners, reads, "listPolicies", "List policies", on(a.listPolicies), "Newest first.", 0},
		{post, "/policies", partners, writes, "createPolicy", "Create a policy", on(a.createPolicy), "A rate, a quota or both.", 0},
		{get, "/policies/{id}", partners, reads, "getPolicy", "Get a policy", on(a.getPolicy), "`id` takes a name too.", 0},
		{patching, "/policies/{id}", partners, writes, "updatePolicy", "Change a policy", on(a.updatePolicy), mergePatchDoc + " Windows already running keep their counts.", 0},
		{del, "/policies/{id}", partners, writes, "deletePolicy", "Delete a policy", on(a.deletePolicy), "A policy that is attached to a client or profile is a 409, unless `replacement` takes its place.", 0},
		{get, "/policies/{id}/clients", partners, reads, "listPolicyClients", "List the clients of a policy", on(a.listPolicyClients), "Attached to the client or to one of its profiles.", 0},
		{get, "/policies/{id}/impact", partners, reads, "getPolicyImpact", "What hangs on a policy", on(a.policyImpact), impactDoc, 0},

		{get, "/standing/clients", partners, reads, "getClientStandings", "How far some clients have come", on(a.clientStandings), standingDoc, 0},
		{get, "/standing/profiles", partners, reads, "getProfileStandings", "Which tokens some profiles are called with", on(a.profileStandings), standingDoc, 0},
		{get, "/standing/policies", partners, reads, "getPolicyReaches", "How many clients some policies limit", on(a.policyReaches), standingDoc, 0},
		{get, "/standing/collections", partners, reads, "getCollectionReaches", "How many clients have access to some collections", on(a.collectionReaches), standingDoc, 0},
	}
}

// collectionRoutes are collections, access to them, and whole partners at once.
func (a *api) collectionRoutes() []route {
	return []route{
		{get, "/collections", partners, reads, "listCollections", "List collections", on(a.listCollections), "Newest first; each shows its draft.", 0},
		{post, "/collections", partners, writes, "createCollection", "Create a collection", on(a.createCollection), "A draft; the gateway refuses it until it is published.", collectionBody},
		{post, "/collections/import", partners, writes, importing, "Import an OpenAPI document", takes(importBody, a.importCollection), importDoc, documentBody},
		{get, "/collections/{id}", partners, reads, "getCollection", "Get a collection", on(a.getCollection), "Shows the draft. `id` takes a name too.", 0},
		{patching, "/collections/{id}", partners, writes, "updateCollection", "Change the draft of a collection", on(a.updateCollection), mergePatchDoc + " What the gateway serves stays as it is until the draft is published.", collectionBody},
		{del, "/collections/{id}", partners, writes, "deleteCollection", "Delete a collection", on(a.deleteCollection), "A published collection is a 409: unpublish it first.", 0},
		{post, "/collections/{id}/publish", partners, writes, "publishCollection", "Publish a collection", on(a.publishCollection), "Freezes the draft into a revision, which the gateway serves from the next request on.", 0},
		{post, "/collections/{id}/unpublish", partners, writes, "unpublishCollection", "Unpublish a collection", on(a.unpublishCollection), "The gateway refuses it from the next request on. Revisions and access stay.", 0},
		{get, "/collections/{id}/revisions", partners, reads, "listRevisions", "List the revisions of a collection", on(a.listRevisions), "Newest first.", 0},
		{post, "/collections/{id}/revisions/{number}/restore", partners, writes, "restoreRevision", "Restore a revision", on(a.restoreRevision), "Puts its definition into the draft; publish to serve it.", 0},
		{get, "/collections/{id}/diff", partners, reads, "compareCollection", "Compare the draft of a collection with a revision", on(a.compareCollection), "What publishing would change; without `revision`, against what the gateway serves.", 0},
		{post, "/collections/{id}/import", partners, writes, "reimportCollection", "Import a newer OpenAPI document", takes(importBody, a.reimportCollection), reimportDoc, documentBody},
		{get, "/collections/{id}/openapi.json", partners, reads, "exportOpenAPI", "Export a collection as OpenAPI", on(a.exportOpenAPI), exportCollectionDoc, 0},
		{get, "/collections/{id}/postman.json", partners, reads, "exportPostman", "Export a collection for Postman", on(a.exportPostman), exportCollectionDoc, 0},
		{get, "/collections/{id}/impact", partners, reads, "getCollectionImpact", "What hangs on a collection", on(a.collectionImpact), impactDoc, 0},
		{post, "/collections/try-upstream", partners, writes, "tryTargets", "Try targets before a collection has them", on(a.tryTargets), tryDoc, 0},
		{post, "/collections/{id}/try-upstream", partners, writes, "tryUpstream", "Try the upstream of a collection", on(a.tryUpstream), "The targets of the draft. " + tryDoc, 0},
		{get, "/collections/{id}/clients", partners, reads, "listCollectionClients", "List the clients with access to a collection", on(a.listCollectionClients), "", 0},
		{put, "/collections/{id}/clients/{client_id}", partners, writes, "giveAccess", "Give a client access to a collection", on(a.giveAccess), "Doing it again changes nothing.", 0},
		{del, "/collections/{id}/clients/{client_id}", partners, writes, "removeAccess", "Take a client's access to a collection away", on(a.removeAccess), "It is refused from the next request on, and open connections end within a second.", 0},

		{post, "/onboardings", partners, writes, "onboard", "Onboard a partner", on(a.onboard), "Creates client, profile, token, access, policies and portal access in one transaction, or nothing, and answers with the hand-over sheet.", 0},
		{get, "/onboarding-drafts", partners, reads, "listOnboardingDrafts", "List onboarding drafts", on(a.listDrafts), "Newest first, whoever began them. A draft is forgotten 30 days after its last change.", 0},
		{post, "/onboarding-drafts", partners, writes, "createOnboardingDraft", "Keep an onboarding that was begun", on(a.createDraft), "Finish it with `POST /onboardings?draft={id}`.", 0},
		{get, "/onboarding-drafts/{id}", partners, reads, "getOnboardingDraft", "Get an onboarding draft", on(a.getDraft), "", 0},
		{patching, "/onboarding-drafts/{id}", partners, writes, "updateOnboardingDraft", "Change an onboarding draft", on(a.updateDraft), mergePatchDoc, 0},
		{del, "/onboarding-drafts/{id}", partners, writes, "deleteOnboardingDraft", "Delete an onboarding draft", on(a.deleteDraft), "", 0},
	}
}

// recordRoutes are what happened, and what there is.
func (a *api) recordRoutes() []route {
	return []route{
		{get, "/request-logs", traffic, reads, "listRequestLogs", "Search request logs", on(a.listRequestLogs), "Newest first, at most a second behind. All filters apply together.", 0},
		{get, "/request-logs/stats", traffic, reads, "getRequestStats", "Figures over request logs", on(a.requestStats), "Counts, percentiles and top lists over all records that match, for charts.", 0},
		{get, "/request-logs/calls", traffic, reads, "getCalls", "Calls and errors of the last day", on(a.calls), callsDoc, 0},
		{get, "/request-logs/tail", traffic, reads, "tailRequestLogs", "Follow request logs live", rest.Streams(livetail.MediaTypes, a.tailRequestLogs), livetail.Doc, 0},
		{get, "/request-logs/export", traffic, reads, "exportRequestLogs", "Download request logs", rest.Streams(rest.FileTypes, a.exportRequestLogs), exportDoc, 0},
		{get, "/request-logs/{id}", traffic, reads, "getRequestLog", "Get a request log", on(a.getRequestLog), "`id` is the request id from X-Request-ID.", 0},

		{get, "/audit-logs", auditing, reads, "listAuditLogs", "Search audit logs", on(a.listAuditLogs), "Newest first. All filters apply together.", 0},
		{get, "/audit-logs/export", auditing, reads, "exportAuditLogs", "Download audit logs", rest.Streams(rest.FileTypes, a.exportAuditLogs), exportDoc, 0},
		{get, "/audit-logs/verify", auditing, reads, "verifyAuditLogs", "Verify the audit log", on(a.verifyAuditLogs), "Reads the whole log and checks the hash chain against the signed checkpoints.", 0},
		{get, "/audit-logs/{id}", auditing, reads, "getAuditLog", "Get an audit event", on(a.getAuditLog), "", 0},

		{get, "/settings/mail", system, reads, "getMailServer", "Where mails go", on(a.getMailServer), "Set at the start, with GATEHOUSE_SMTP_URL and GATEHOUSE_MAIL_FROM.", 0},
		{post, "/settings/test-mail", system, writes, "sendTestMail", "Send a test mail", on(a.sendTestMail), "Sends at once and reports what the mail server said.", 0},

		{get, "/outbox", system, reads, "listMails", "List the Outbox", on(a.listMails), "Newest first. Mails that are out stay listed for 90 days.", 0},
		{get, "/outbox/{id}", system, reads, "getMail", "Get a mail", on(a.getMail), "With what it says, as long as it is not out.", 0},
		{post, "/outbox/{id}/retry", system, writes, "retryMail", "Deliver a mail again", on(a.retryMail), "At once, for one that waits or has failed.", 0},
		{del, "/outbox/{id}", system, writes, "deleteMail", "Delete a mail", on(a.deleteMail), "One that waits is never sent.", 0},

		{get, "/search", self, reads, "search", "Find by a few characters", on(a.search), "Clients, profiles, collections and policies by name, id or description; users, request logs and audit events, as far as the role may read them. A pasted id, email or IP address is resolved.", 0},
		{get, "/overview", partners, reads, "getOverview", "What there is and what wants attention", on(a.overview), "Figures over the range, lists as of now.", 0},
	}
}

// accountRoutes are who may use Gatehouse itself, and its settings.
func (a *api) accountRoutes() []route {
	return []route{
		{get, "/users", system, reads, "listUsers", "List users", on(a.listUsers), "Newest first.", 0},
		{post, "/users", system, writes, "createUser", "Create a user", on(a.createUser), "Nobody makes a user above their own role. Without a password the user is invited: a mail with a one-time link goes to the Outbox, and the link is in this answer.", 0},
		{get, "/users/{id}", system, reads, "getUser", "Get a user", on(a.getUser), "", 0},
		{patching, "/users/{id}", system, writes, "updateUser", "Change a user", on(a.updateUser), mergePatchDoc + " The last enabled admin can be neither disabled nor demoted.", 0},
		{del, "/users/{id}", system, writes, "deleteUser", "Delete a user", on(a.deleteUser), "Ends the user's sessions.", 0},
		{put, "/users/{id}/password", system, writes, "resetPassword", "Set a user's password", on(a.resetPassword), "Ends the user's sessions.", 0},

		{post, "/users/{id}/invitation", system, writes, "inviteUser", "Invite a user", on(a.inviteUser), "For an enabled user without a password. Mails a one-time link to choose one, and shows it here once; an earlier link stops working.", 0},

		{get, "/invitations/{code}", self, opens, "getInvitation", "Look at an invitation", on(a.getInvitation), "Spends nothing.", 0},
		{post, "/invitations/{code}", self, opens, "acceptInvitation", "Accept an invitation", on(a.acceptInvitation), "Sets the password, signs in and spends the code.", 0},

		{get, "/api-keys", system, reads, "listAPIKeys", "List API keys", on(a.listAPIKeys), "Newest first, revoked ones too.", 0},
		{post, "/api-keys", system, writes, "createAPIKey", "Create an API key", on(a.createAPIKey), "The secret is in this answer and nowhere else. Nobody makes a key above their own role.", 0},
		{get, "/api-keys/{id}", system, reads, "getAPIKey", "Get an API key", on(a.getAPIKey), "`id` takes a name too.", 0},
		{del, "/api-keys/{id}", system, writes, "revokeAPIKey", "Revoke an API key", on(a.revokeAPIKey), "It is refused from the next call on and stays listed.", 0},

		{post, "/sessions", self, opens, "signIn", "Sign in", on(a.signIn), "Begins a session of twelve hours and sets its cookie. After 10 failures for one email address, or 30 from one network address, within 15 minutes the answer is 429.", 0},
		{get, "/sessions", self, reads, "listSessions", "List your sessions", on(a.listSessions), "Newest first. An API key has none.", 0},
		{get, "/sessions/{id}", self, reads, "getSession", "Get one of your sessions", on(a.getSession), currentDoc, 0},
		{del, "/sessions/{id}", self, writes, "endSession", "End one of your sessions", on(a.endSession), currentDoc + " Ending that one signs out.", 0},
		{get, "/sign-in-options", self, opens, "getSignInOptions", "How one can sign in", on(a.signInOptions), "", 0},
		{post, "/setup", self, opens, "setUp", "Set Gatehouse up", on(a.setUp), "Makes the first admin with the one-time code that `gatehouse serve` prints while there is no user, and signs them in.", 0},

		{get, "/me", self, reads, "getMe", "Who is calling", on(a.getMe), "", 0},
		{put, "/me/password", self, writes, "changeOwnPassword", "Change your password", on(a.changeOwnPassword), "Ends your other sessions. Not for API keys.", 0},

		{get, "/gateway-settings", system, reads, "getGatewaySettings", "What this process was started with", on(a.gatewaySettings), "Read-only: each setting with its source. A flag beats the environment, which beats the file. Secrets have no value here.", 0},
		{get, "/about", self, reads, "getAbout", "What is running", on(a.about), "", 0},

		{get, "/settings", system, reads, "getSettings", "Get the settings", on(a.getSettings), "", 0},
		{patching, "/settings", system, writes, "updateSettings", "Change the settings", on(a.updateSettings), mergePatchDoc, 0},
	}
}

const currentDoc = "`id` may be `current`: the session that the call comes with."

const mergePatchDoc = "A JSON merge patch (RFC 7396): what is left out stays, null clears."

const reimportDoc = "Merges the document into the draft: what changed since the last imported document is taken over, what was set by hand stays, and upstream, base path and access are not touched. The document is sent as to `/collections/import`. With `preview=true` nothing is written."

const exportCollectionDoc = "The published revision as partners call it: the gateway as its server, Client ID, Profile ID and token as its security. A collection that is not published is a 404."

const impactDoc = "For the question whether it may be deleted: what goes with it, and the calls of the last 24 hours that worked. `id` takes a name where the resource does."

const tryDoc = "Sends one GET to each, without the credential, from where the gateway would, and says in words why there was no answer. Redirects are shown and not followed."

const checkDoc = "Calls the gateway as the client would and compares every answer with what must come: 200 with valid credentials, 401 without Client ID and with a wrong token, 405, 403, 429. Burns no budget."
