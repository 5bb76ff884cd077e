import { pastedTokenRule } from "../../parts/rules";

/** What makes a token: generated or pasted, its end, and whether a one-time link is made; or the partner makes it in the portal. */
export interface TokenValues {
  source: "generate" | "paste" | "partner";
  value: string;
  days: string; // "" never
  hand_over_link: boolean;
}

export const blankToken: TokenValues = { source: "generate", value: "", days: "", hand_over_link: false };

export function tokenRule(token: TokenValues): string | null {
  return token.source === "paste" ? pastedTokenRule(token.value) : null;
}

/** None where the partner makes it. */
export function tokenBody(token: TokenValues) {
  if (token.source === "partner") return undefined;
  return {
    ...(token.source === "generate" ? { generate: true } : { value: token.value }),
    expires_at: token.days ? inDays(Number(token.days)) : undefined,
    hand_over_link: token.hand_over_link || undefined,
  };
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}
