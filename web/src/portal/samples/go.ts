import { beforeToken, literal, type Sample } from "./sample";

export function go({ method, url, headers, body }: Sample): string {
  const text = body && "text" in body;
  const token = headers.some((h) => beforeToken(h.value) !== undefined);
  const imports = ["fmt", "io", "log", "net/http", ...(token || (body && !text) ? ["os"] : []), ...(text ? ["strings"] : [])];
  const open = body && "file" in body ? `\tfile, err := os.Open(${literal(body.file)})\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n` : "";
  const data = !body ? "nil" : "text" in body ? `strings.NewReader(${literal(body.text)})` : "file";
  const lines = headers.map((h) => {
    const before = beforeToken(h.value);
    return `\trequest.Header.Set(${literal(h.name)}, ${before === undefined ? literal(h.value) : `${literal(before)}+os.Getenv("GATEWAY_TOKEN")`})\n`;
  });
  return `package main

import (
${imports.map((i) => `\t"${i}"\n`).join("")})

func main() {
${open}\trequest, err := http.NewRequest(${literal(method)}, ${literal(url)}, ${data})
	if err != nil {
		log.Fatal(err)
	}
${lines.join("")}	answer, err := http.DefaultClient.Do(request)
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
