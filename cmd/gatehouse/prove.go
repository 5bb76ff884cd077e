package main

import (
	"context"

	"gatehouse/internal/adminapi"
	"gatehouse/internal/manage"
	accessproof "gatehouse/internal/proof"
)

// prove runs the access proof behind POST /clients/{id}/check: the scope and
// its audit event come from the store, the calls go through our own gateway.
func (h *house) prove(ctx context.Context, by manage.Caller, in adminapi.Check) (out adminapi.CheckResult, err error) {
	scope, err := h.control.BeginCheck(ctx, by, in.ClientID, in.ProfileID, in.Token != "")
	if err != nil {
		return out, err
	}
	prover := accessproof.Prover{Door: h.gateway.Do, Directory: h.directory, Table: h.follower.Table}
	result, err := prover.Prove(ctx, accessproof.Subject{
		ClientID: scope.Client.ID, ProfileID: scope.Profile.ID, Collections: scope.Collections, Token: in.Token, ExpiresAt: scope.ExpiresAt,
	})
	if err != nil {
		return out, err
	}
	out.Passed = result.Passed
	for _, c := range result.Checks {
		out.Checks = append(out.Checks, adminapi.CheckItem(c))
	}
	return out, nil
}
