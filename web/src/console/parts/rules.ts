/** The rule for names of clients, profiles, policies and collections. */
export function nameRule(name: string): string | null {
  return /^[a-z0-9][a-z0-9-]{1,62}$/.test(name) ? null : "Use 2 to 63 characters of a-z, 0-9 and hyphen; start with a letter or digit.";
}

export function emailRule(email: string): string | null {
  return /^[^\s@<>"]+@[^\s@<>"]+$/.test(email) ? null : "Use one address such as dev@acme.example.";
}
