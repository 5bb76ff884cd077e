import { literal, type Piece, type Sample, valueOf, written } from "./sample";

export function csharp(sample: Sample): string {
  const { headers, pieces } = written(sample);
  // .NET keeps headers of the content apart from those of the request.
  const owner = (name: string) => `request${/^content-/i.test(name) ? ".Content!" : ""}`;
  const lines = headers.map((h) => `${owner(h.name)}.Headers.TryAddWithoutValidation(${literal(h.name)}, ${valueOf(h.value, literal, 'Environment.GetEnvironmentVariable("GATEWAY_TOKEN")', " + ")});\n`);
  return `// .NET 6 or newer, as Program.cs
using var client = new HttpClient();
using var request = new HttpRequestMessage(new HttpMethod(${literal(sample.method)}), ${literal(sample.url)});
${data(pieces)}${lines.join("")}using var answer = await client.SendAsync(request);
Console.WriteLine((int)answer.StatusCode);
Console.WriteLine(await answer.Content.ReadAsStringAsync());
`;
}

function data(pieces: Piece[]): string {
  const each = pieces.map((p) => ("text" in p ? `System.Text.Encoding.UTF8.GetBytes(${literal(p.text)})` : `File.ReadAllBytes(${literal(p.file)})`));
  if (each.length < 2) return each.map((e) => `request.Content = new ByteArrayContent(${e});\n`).join("");
  return `var body = new List<byte>();\n${each.map((e) => `body.AddRange(${e});\n`).join("")}request.Content = new ByteArrayContent(body.ToArray());\n`;
}
