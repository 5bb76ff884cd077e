import type { Schemas } from "@shared/api/types";
import { methodsRule } from "../../parts/methods";
import { addressRule, each, emailRule, nameRule } from "../../parts/rules";
import { blankPolicy, policyBody, policyRules, type PolicyValues } from "../policies/policy-values";
import { blankToken, tokenBody, tokenRule, type TokenValues } from "../profiles/token-values";

export type Onboarding = Schemas["Onboarding"];

/** What Create has just answered, and whether everybody is to be invited now. */
export interface Made {
  onboarding: Onboarding;
  invite: boolean;
}

/** The four steps that ask for something; a fifth reviews them. */
export const steps = ["Partner", "Credentials", "Access & limits", "Portal"] as const;

// Named like the body of the request, so that the server's errors find their fields.
export interface Draft {
  step: number;
  /** Idempotency-Key of Create: pressed again after a lost connection, it creates once. */
  key: string;
  partner: string;
  /** The names were typed, not derived from the partner's. */
  named: { client: boolean; profile: boolean };
  client: { name: string; description: string };
  profile: { name: string; allowed_methods: string[] | null; ip_allowlist: string[]; token: TokenValues };
  collections: string[];
  /** Id of a policy, "new", "none", or "" where nothing was chosen yet. */
  policy: string;
  new_policy: PolicyValues;
  portal_emails: string[];
  send_invites: boolean;
}

export const blankDraft: Draft = {
  step: 0,
  key: "",
  partner: "",
  named: { client: false, profile: false },
  client: { name: "", description: "" },
  profile: { name: "", allowed_methods: ["GET", "POST"], ip_allowlist: [], token: { ...blankToken, hand_over_link: true } },
  collections: [],
  policy: "",
  new_policy: { ...blankPolicy, name: "standard-partner-200rpm" },
  portal_emails: [],
  send_invites: true,
};

/** "Acme Corp" becomes "acme-corp". */
function slug(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .replace(/^partner-(?=.)/, "")
    .slice(0, 50)
    .replace(/-+$/, "");
}

/** Names follow the partner's until somebody types others. */
export function withPartner(draft: Draft, partner: string): Draft {
  const base = slug(partner);
  return {
    ...draft,
    partner,
    client: { ...draft.client, name: draft.named.client ? draft.client.name : base && `partner-${base}` },
    profile: { ...draft.profile, name: draft.named.profile ? draft.profile.name : base && `${base}-standard` },
  };
}

export type Errors = Record<string, string | null>;

/** What is wrong with one step. */
export function stepErrors(step: number, d: Draft): Errors {
  const errors = [partnerErrors, credentialsErrors, accessErrors, portalErrors][step]?.(d) ?? {};
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error !== null));
}

function partnerErrors(d: Draft): Errors {
  return { partner: d.partner.trim() || d.named.client ? null : "Say who the partner is.", "client.name": nameRule(d.client.name), "profile.name": nameRule(d.profile.name) };
}

function credentialsErrors({ profile }: Draft): Errors {
  return {
    "profile.allowed_methods": methodsRule(profile.allowed_methods),
    "profile.ip_allowlist": each(addressRule)(profile.ip_allowlist),
    "profile.token.value": tokenRule(profile.token),
  };
}

function accessErrors(d: Draft): Errors {
  const p = d.new_policy;
  if (d.policy !== "new") return {};
  return {
    "new_policy.name": policyRules.name(p.name),
    "new_policy.requests": policyRules.requests(p.requests, p),
    "new_policy.quota": policyRules.quota(p.quota, p),
    "new_policy.has_quota": policyRules.has_quota(p.has_quota, p),
  };
}

function portalErrors(d: Draft): Errors {
  return { portal_emails: each(emailRule)(d.portal_emails) };
}

/** The body of POST /onboardings. */
export function onboardingBody(d: Draft) {
  const { token, ...profile } = d.profile;
  return {
    client: d.client,
    profile: { ...profile, auth: { type: "token" }, self_service: token.source === "partner", token: tokenBody(token) },
    collections: d.collections,
    policies: d.policy === "new" ? [policyBody(d.new_policy)] : d.policy && d.policy !== "none" ? [d.policy] : [],
    portal_emails: d.portal_emails,
  };
}

/** The step that shows the field of an error. */
export function stepOf(field: string): number {
  if (field.startsWith("client") || field === "profile.name") return 0;
  if (field.startsWith("profile")) return 1;
  if (field.startsWith("portal_emails")) return 3;
  return 2;
}

/** The server calls a new policy the first of the policies. */
export function fieldOf(pointerPath: string): string {
  const quota: Record<string, string> = { "rate.requests": "requests", "rate.window": "window", "quota.requests": "quota", "quota.period": "period", "quota.time_zone": "time_zone" };
  const inPolicy = /^policies\.0\.(.+)$/.exec(pointerPath)?.[1];
  return inPolicy ? `new_policy.${quota[inPolicy] ?? inPolicy}` : pointerPath;
}
