/** What somebody went to by the palette. */
export interface Recent {
  to: string;
  label: string;
  detail?: string;
}

const key = "gatehouse-recent";
const most = 5;

/** The latest first. */
export function recents(): Recent[] {
  const text = localStorage.getItem(key);
  return text ? (JSON.parse(text) as Recent[]) : [];
}

export function remember(place: Recent): void {
  localStorage.setItem(key, JSON.stringify([place, ...recents().filter((r) => r.to !== place.to)].slice(0, most)));
}

/** The names are this person's business: they go at the sign-out. */
export function forgetRecents(): void {
  localStorage.removeItem(key);
}
