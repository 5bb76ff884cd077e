type Labels = Record<string, string>;

const mostBytes = 256;

/** Labels as they are typed and filtered by: "region:eu". A backslash goes before a colon of the name: "a\:b:c" is the label "a:b". */
export function labelTexts(labels: Labels): string[] {
  return Object.entries(labels)
    .map(([name, value]) => `${name.replace(/[\\:]/g, "\\$&")}:${value}`)
    .toSorted();
}

/** The labels as a merge patch of what was there: null takes one away. */
export function labelsBody(texts: string[], was: Labels = {}): Record<string, string | null> {
  const gone = labelTexts(was).map((text) => [split(text)[0], null]);
  return Object.fromEntries([...gone, ...texts.map(split)]) as Record<string, string | null>;
}

export function labelRule(text: string): string | null {
  const [name, value] = split(text);
  const bytes = (part: string) => new TextEncoder().encode(part).length;
  return value !== undefined && name && bytes(name) <= mostBytes && bytes(value) <= mostBytes ? null : "Use a name, a colon and a value, such as region:eu.";
}

// The name ends at the first colon that is not escaped.
const written = /^((?:[^\\:]|\\[\\:]|\\(?![\\:]))*):(.*)$/s;

function split(text: string): [string, string | undefined] {
  const [, name = text, value] = written.exec(text) ?? [];
  return [name.replace(/\\([\\:])/g, "$1"), value];
}
