import { beforeToken, literal, type Sample } from "./sample";

export function java({ method, url, headers, body }: Sample): string {
  const data = !body ? "HttpRequest.BodyPublishers.noBody()" : "text" in body ? `HttpRequest.BodyPublishers.ofString(${literal(body.text)})` : `HttpRequest.BodyPublishers.ofFile(Path.of(${literal(body.file)}))`;
  const lines = headers.map((h) => {
    const before = beforeToken(h.value);
    return `            .header(${literal(h.name)}, ${before === undefined ? literal(h.value) : `${literal(before)} + System.getenv("GATEWAY_TOKEN")`})\n`;
  });
  return `// Java 11 or newer, saved as Call.java: java Call.java
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
${body && "file" in body ? "import java.nio.file.Path;\n" : ""}
public class Call {
    public static void main(String[] args) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(${literal(url)}))
${lines.join("")}            .method(${literal(method)}, ${data})
            .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode());
        System.out.println(answer.body());
    }
}
`;
}

export function csharp({ method, url, headers, body }: Sample): string {
  // .NET keeps headers of the content apart from those of the request.
  const ofContent = (name: string) => /^content-/i.test(name);
  const data = !body ? "" : `request.Content = new ByteArrayContent(${"text" in body ? `System.Text.Encoding.UTF8.GetBytes(${literal(body.text)})` : `File.ReadAllBytes(${literal(body.file)})`});\n`;
  const lines = headers.map((h) => {
    const before = beforeToken(h.value);
    const value = before === undefined ? literal(h.value) : `${literal(before)} + Environment.GetEnvironmentVariable("GATEWAY_TOKEN")`;
    return `request${ofContent(h.name) ? ".Content!" : ""}.Headers.TryAddWithoutValidation(${literal(h.name)}, ${value});\n`;
  });
  return `// .NET 6 or newer, as Program.cs
using var client = new HttpClient();
using var request = new HttpRequestMessage(new HttpMethod(${literal(method)}), ${literal(url)});
${data}${lines.join("")}using var answer = await client.SendAsync(request);
Console.WriteLine((int)answer.StatusCode);
Console.WriteLine(await answer.Content.ReadAsStringAsync());
`;
}
