// How events of the audit log read.

/** Kinds of resources that events are about, for the filter. */
export const resourceTypes = ["client", "profile", "token", "policy", "collection", "access", "one_time_link", "check_credential", "user", "api_key", "settings", "mail"];

const places: Record<string, string> = { client: "/clients/", profile: "/profiles/", policy: "/policies/", collection: "/collections/" };

/** "client.created" as "Client created". */
export function actionText(action: string): string {
  const words = action.replaceAll(".", " ").replaceAll("_", " ").replace(/\bapi\b/, "API");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The page of what an event is about, while it may still exist. */
export function placeOf({ type, id }: { type: string; id: string }, action: string): string | undefined {
  const place = places[type];
  return place && !action.endsWith(".deleted") ? place + id : undefined;
}

export const actorTypes: Record<string, string> = { user: "User", api_key: "API key", cli: "Command line", system: "Gatehouse", partner: "Partner" };
