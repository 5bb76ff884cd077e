import { literal, type Piece, type Sample, valueOf, written } from "./sample";

export function java(sample: Sample): string {
  const { headers, pieces } = written(sample);
  const bytes = pieces.length > 1;
  const imports = [
    ...(bytes ? ["java.io.ByteArrayOutputStream"] : []),
    "java.net.URI", "java.net.http.HttpClient", "java.net.http.HttpRequest", "java.net.http.HttpResponse",
    ...(bytes ? ["java.nio.charset.StandardCharsets", "java.nio.file.Files"] : []),
    ...(pieces.some((p) => "file" in p) ? ["java.nio.file.Path"] : []),
  ];
  const lines = headers.map((h) => `            .header(${literal(h.name)}, ${valueOf(h.value, literal, 'System.getenv("GATEWAY_TOKEN")', " + ")})\n`);
  return `// Java 11 or newer, saved as Call.java: java Call.java
${imports.filter((i) => i !== "java.nio.file.Files" || pieces.some((p) => "file" in p)).map((i) => `import ${i};\n`).join("")}
public class Call {
    public static void main(String[] args) throws Exception {
${bytes ? collected(pieces) : ""}        HttpRequest request = HttpRequest.newBuilder(URI.create(${literal(sample.url)}))
${lines.join("")}            .method(${literal(sample.method)}, ${bytes ? "HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())" : data(pieces[0])})
            .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode());
        System.out.println(answer.body());
    }
}
`;
}

function data(piece: Piece | undefined): string {
  if (!piece) return "HttpRequest.BodyPublishers.noBody()";
  return "text" in piece ? `HttpRequest.BodyPublishers.ofString(${literal(piece.text)})` : `HttpRequest.BodyPublishers.ofFile(Path.of(${literal(piece.file)}))`;
}

function collected(pieces: Piece[]): string {
  const each = pieces.map((p) => ("text" in p ? `${literal(p.text)}.getBytes(StandardCharsets.UTF_8)` : `Files.readAllBytes(Path.of(${literal(p.file)}))`));
  return `        ByteArrayOutputStream body = new ByteArrayOutputStream();\n${each.map((e) => `        body.writeBytes(${e});\n`).join("")}`;
}
