type Labels = Record<string, string>;

const mostBytes = 256;

/** Labels as they are typed and filtered by: "region:eu". One whose name holds a colon cannot be written so and is left alone. */
export function labelTexts(labels: Labels): string[] {
  return Object.entries(labels)
    .filter(([name]) => !name.includes(":"))
    .map(([name, value]) => `${name}:${value}`)
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
  return text.includes(":") && name && bytes(name) <= mostBytes && bytes(value) <= mostBytes ? null : "Use a name, a colon and a value, such as region:eu.";
}

function split(text: string): [string, string] {
  const at = text.indexOf(":");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
