package manage_test

import (
	"context"
	"testing"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/store"
)

// call is one use case with arguments that lead past the role check and no
// further, so that a refusal can only be the role's.
type call func(*house, context.Context, manage.Caller) error

var everyCall = map[gatehouse.Area]struct{ read, write map[string]call }{
	gatehouse.AreaPartners: {
		read: map[string]call{
			"Client": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.Client(ctx, by, "x")) },
			"Clients": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.Clients(ctx, by, store.ClientQuery{}))
			},
			"ClientCollections": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.ClientCollections(ctx, by, "x", store.Page{}))
			},
			"EffectiveAccess": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.EffectiveAccess(ctx, by, "x"))
			},
			"Profile": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.Profile(ctx, by, "x")) },
			"Sheet": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.Sheet(ctx, by, "x", ""))
			},
			"Links": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.Links(ctx, by, "x", store.Page{}))
			},
			"Profiles": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.Profiles(ctx, by, store.ProfileQuery{}))
			},
			"Tokens": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.Tokens(ctx, by, store.TokenQuery{}))
			},
			"Policy": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.Policy(ctx, by, "x")) },
			"Policies": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.Policies(ctx, by, store.PolicyQuery{}))
			},
			"PolicyClients": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.PolicyClients(ctx, by, "x", store.Page{}))
			},
			"Collection": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.Collection(ctx, by, "x")) },
			"Collections": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.Collections(ctx, by, store.CollectionQuery{}))
			},
			"CollectionClients": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.CollectionClients(ctx, by, "x", store.Page{}))
			},
			"Revisions": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.Revisions(ctx, by, "x", store.Page{}))
			},
			"ClientImpact": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.ClientImpact(ctx, by, "x"))
			},
			"ProfileImpact": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.ProfileImpact(ctx, by, "x"))
			},
			"PolicyImpact": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.PolicyImpact(ctx, by, "x"))
			},
			"CollectionImpact": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CollectionImpact(ctx, by, "x"))
			},
			"ExportCollection": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.ExportCollection(ctx, by, "x", ""))
			},
			"CompareDraft": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CompareDraft(ctx, by, "x", 0))
			},
			"Draft": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.Draft(ctx, by, "x")) },
			"Drafts": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.Drafts(ctx, by, store.DraftQuery{}))
			},
			"Overview": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.Overview(ctx, by)) },
			"PortalPeople": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.PortalPeople(ctx, by, "x", store.Page{}))
			},
			"PortalSessions": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.PortalSessions(ctx, by, "x", store.Page{}))
			},
			"AccessRequests": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.AccessRequests(ctx, by, store.AccessRequestQuery{}))
			},
		},
		write: map[string]call{
			"CreateClient": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CreateClient(ctx, by, gatehouse.Client{}))
			},
			"UpdateClient": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.UpdateClient(ctx, by, "x", 0, nil))
			},
			"DeleteClient": func(h *house, ctx context.Context, by manage.Caller) error { return h.DeleteClient(ctx, by, "x", 0) },
			"SetClientPolicies": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.SetClientPolicies(ctx, by, "x", 0, nil))
			},
			"SetPortalEmails": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.SetPortalEmails(ctx, by, "x", 0, nil))
			},
			"CreateProfile": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CreateProfile(ctx, by, gatehouse.Profile{}, nil))
			},
			"UpdateProfile": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.UpdateProfile(ctx, by, "x", 0, nil))
			},
			"DeleteProfile": func(h *house, ctx context.Context, by manage.Caller) error { return h.DeleteProfile(ctx, by, "x", 0) },
			"CreateToken": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CreateToken(ctx, by, "x", gatehouse.NewToken{}))
			},
			"RotateToken": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.RotateToken(ctx, by, "x", manage.Rotation{}))
			},
			"RevokeToken": func(h *house, ctx context.Context, by manage.Caller) error { return h.RevokeToken(ctx, by, "x", "x") },
			"InviteToPortal": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.InviteToPortal(ctx, by, "x", nil))
			},
			"EndPortalSessions": func(h *house, ctx context.Context, by manage.Caller) error {
				return h.EndPortalSessions(ctx, by, "x", "")
			},
			"DismissAccessRequest": func(h *house, ctx context.Context, by manage.Caller) error {
				return h.DismissAccessRequest(ctx, by, "x")
			},
			"RevokeLink": func(h *house, ctx context.Context, by manage.Caller) error { return h.RevokeLink(ctx, by, "x") },
			"CreatePolicy": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CreatePolicy(ctx, by, gatehouse.Policy{}))
			},
			"UpdatePolicy": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.UpdatePolicy(ctx, by, "x", 0, nil))
			},
			"DeletePolicy": func(h *house, ctx context.Context, by manage.Caller) error {
				return h.DeletePolicy(ctx, by, "x", 0, "")
			},
			"CreateCollection": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CreateCollection(ctx, by, gatehouse.Collection{}))
			},
			"UpdateCollection": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.UpdateCollection(ctx, by, "x", 0, nil))
			},
			"DeleteCollection": func(h *house, ctx context.Context, by manage.Caller) error {
				return h.DeleteCollection(ctx, by, "x", 0)
			},
			"Publish": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.Publish(ctx, by, "x", 0)) },
			"Unpublish": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.Unpublish(ctx, by, "x", 0))
			},
			"RestoreRevision": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.RestoreRevision(ctx, by, "x", 1, 0))
			},
			"GiveAccess": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.GiveAccess(ctx, by, "x", "x"))
			},
			"RemoveAccess": func(h *house, ctx context.Context, by manage.Caller) error { return h.RemoveAccess(ctx, by, "x", "x") },
			"TryUpstream": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.TryUpstream(ctx, by, "x"))
			},
			"TryTargets": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.TryTargets(ctx, by, nil)) },
			"ReimportCollection": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.ReimportCollection(ctx, by, "x", manage.Reimport{}))
			},
			"PreviewImport": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.PreviewImport(ctx, by, manage.Import{}))
			},
			"ImportCollection": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.ImportCollection(ctx, by, manage.Import{}))
			},
			"CreateDraft": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CreateDraft(ctx, by, gatehouse.OnboardingDraft{}))
			},
			"UpdateDraft": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.UpdateDraft(ctx, by, "x", 0, nil))
			},
			"DeleteDraft": func(h *house, ctx context.Context, by manage.Caller) error { return h.DeleteDraft(ctx, by, "x", 0) },
			"Onboard": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.Onboard(ctx, by, manage.Onboarding{}, false))
			},
			"Onboard dry run": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.Onboard(ctx, by, manage.Onboarding{}, true))
			},
		},
	},
	gatehouse.AreaAuditLogs: {read: map[string]call{
		"AuditEvents": func(h *house, ctx context.Context, by manage.Caller) error {
			return third(h.AuditEvents(ctx, by, store.AuditQuery{}))
		},
		"AuditEvent":  func(h *house, ctx context.Context, by manage.Caller) error { return second(h.AuditEvent(ctx, by, "x")) },
		"VerifyAudit": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.VerifyAudit(ctx, by)) },
	}},
	gatehouse.AreaSystem: {
		read: map[string]call{
			"User": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.User(ctx, by, "x")) },
			"UserByEmail": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.UserByEmail(ctx, by, "x"))
			},
			"Users": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.Users(ctx, by, store.UserQuery{}))
			},
			"APIKey": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.APIKey(ctx, by, "x")) },
			"APIKeys": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.APIKeys(ctx, by, store.APIKeyQuery{}))
			},
			"Settings": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.Settings(ctx, by)) },
			"Mail":     func(h *house, ctx context.Context, by manage.Caller) error { return second(h.Mail(ctx, by, "x")) },
			"Mails": func(h *house, ctx context.Context, by manage.Caller) error {
				return third(h.Mails(ctx, by, store.MailQuery{}))
			},
			"MailServer": func(h *house, _ context.Context, by manage.Caller) error { return second(h.MailServer(by)) },
		},
		write: map[string]call{
			"CreateUser": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CreateUser(ctx, by, gatehouse.User{}, ""))
			},
			"CreateInvitedUser": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CreateInvitedUser(ctx, by, gatehouse.User{}))
			},
			"InviteUser": func(h *house, ctx context.Context, by manage.Caller) error { return second(h.InviteUser(ctx, by, "x")) },
			"RetryMail":  func(h *house, ctx context.Context, by manage.Caller) error { return second(h.RetryMail(ctx, by, "x")) },
			"DeleteMail": func(h *house, ctx context.Context, by manage.Caller) error { return h.DeleteMail(ctx, by, "x") },
			"SendTestMail": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.SendTestMail(ctx, by, "x"))
			},
			"UpdateUser": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.UpdateUser(ctx, by, "x", 0, nil))
			},
			"DeleteUser":    func(h *house, ctx context.Context, by manage.Caller) error { return h.DeleteUser(ctx, by, "x", 0) },
			"ResetPassword": func(h *house, ctx context.Context, by manage.Caller) error { return h.ResetPassword(ctx, by, "x", "") },
			"CreateAPIKey": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.CreateAPIKey(ctx, by, gatehouse.APIKey{}))
			},
			"RevokeAPIKey": func(h *house, ctx context.Context, by manage.Caller) error { return h.RevokeAPIKey(ctx, by, "x") },
			"UpdateSettings": func(h *house, ctx context.Context, by manage.Caller) error {
				return second(h.UpdateSettings(ctx, by, 99, nil))
			},
		},
	},
}

func third[T, U any](_ T, _ U, err error) error { return err }

func TestEveryUseCaseAsksForTheRole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, by := range []manage.Caller{admin, editor, viewer, auditor, callerOf("")} {
		for area, calls := range everyCall {
			for name, try := range calls.read {
				wantAllowed(t, name, by, by.Role.MayRead(area), try(h, t.Context(), by))
			}
			for name, try := range calls.write {
				wantAllowed(t, name, by, by.Role.MayWrite(area), try(h, t.Context(), by))
			}
		}
	}
	if n := len(h.events()); n != 0 {
		t.Errorf("the calls left %d events", n)
	}
}

func wantAllowed(t *testing.T, name string, by manage.Caller, allowed bool, err error) {
	t.Helper()
	if forbidden := kindOf(err) == gatehouse.Forbidden; forbidden == allowed {
		t.Errorf("%s by role %q: %v", name, by.Role, err)
	}
}

func TestOnlyUsersChangeAPasswordOfTheirOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if err := h.ChangeOwnPassword(t.Context(), admin, goodPassword); kindOf(err) != gatehouse.Forbidden {
		t.Errorf("got %v", err)
	}
}
