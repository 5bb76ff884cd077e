package adminapi

import (
	"context"

	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

type listPoliciesIn struct {
	rest.Page
	Search
	Sorted
}

func (a *api) listPolicies(ctx context.Context, in *listPoliciesIn) (*rest.Answer[rest.List[policyJSON]], error) {
	items, next, err := a.Control.Policies(ctx, by(ctx), store.PolicyQuery{Q: in.Q, Sort: store.Sort(in.Sort), Page: pageOf(in.Page)})
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, policyOf), nil
}

func (a *api) createPolicy(ctx context.Context, in *struct{ Body rest.Body[newPolicyJSON] }) (*created[policyJSON], error) {
	policy, err := taking(in.Body, newPolicyJSON.apply)
	if err != nil {
		return nil, err
	}
	p, err := a.Control.CreatePolicy(ctx, by(ctx), policy)
	if err != nil {
		return nil, err
	}
	return made("/policies/"+p.ID, p.Version, policyOf(p)), nil
}

func (a *api) getPolicy(ctx context.Context, in *getIn) (*found[policyJSON], error) {
	p, err := a.Control.Policy(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return showUnless(in.Cached, p.Version, policyOf(p)), nil
}

func (a *api) updatePolicy(ctx context.Context, in *editIn[newPolicyJSON]) (*found[policyJSON], error) {
	version, edit, err := editing(in, newPolicyOf, newPolicyJSON.apply)
	if err != nil {
		return nil, err
	}
	p, err := a.Control.UpdatePolicy(ctx, by(ctx), in.ID, version, edit)
	if err != nil {
		return nil, err
	}
	return show(p.Version, policyOf(p)), nil
}

type deletePolicyIn struct {
	rest.ByID
	Precondition
	Replacement string `query:"replacement" maxLength:"128" doc:"Id or name of the policy that takes its place wherever it is attached, in the same transaction." example:"standard-partner-200rpm"`
}

func (a *api) deletePolicy(ctx context.Context, in *deletePolicyIn) (*nothing, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return &nothing{}, a.Control.DeletePolicy(ctx, by(ctx), in.ID, version, in.Replacement)
}

func (a *api) listPolicyClients(ctx context.Context, in *listOfIn) (*rest.Answer[rest.List[clientJSON]], error) {
	items, next, err := a.Control.PolicyClients(ctx, by(ctx), in.ID, pageOf(in.Page))
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, clientOf), nil
}
