import { literal, type Piece, type Sample, valueOf, written } from "./sample";

export function go(sample: Sample): string {
  const { headers, pieces } = written(sample);
  const files = pieces.flatMap((p) => ("file" in p ? [p.file] : []));
  const lines = headers.map((h) => `\trequest.Header.Set(${literal(h.name)}, ${valueOf(h.value, literal, 'os.Getenv("GATEWAY_TOKEN")', "+")})\n`).join("");
  const imports = ["fmt", "io", "log", "net/http", ...(lines.includes("os.Getenv") || files.length > 0 ? ["os"] : []), ...(files.length < pieces.length ? ["strings"] : [])];
  return `package main

import (
${imports.map((i) => `\t"${i}"\n`).join("")})

func main() {
${files.map(open).join("")}\trequest, err := http.NewRequest(${literal(sample.method)}, ${literal(sample.url)}, ${data(pieces)})
	if err != nil {
		log.Fatal(err)
	}
${lines}	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.StatusCode)
	fmt.Println(string(text))
}
`;
}

function open(file: string, i: number): string {
  return `\tfile${i + 1}, err := os.Open(${literal(file)})\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n`;
}

function data(pieces: Piece[]): string {
  let files = 0;
  const each = pieces.map((p) => ("text" in p ? `strings.NewReader(${literal(p.text)})` : `file${++files}`));
  if (each.length < 2) return each[0] ?? "nil";
  return `io.MultiReader(\n${each.map((e) => `\t\t${e},\n`).join("")}\t)`;
}
