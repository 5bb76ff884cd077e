import { Text } from "@mantine/core";
import type { Operation } from "../../api/types";
import { Html } from "../../parts/html";
import { Content } from "./content";
import { typeOf } from "./schema";

/** What may come back, by status. */
export function Responses({ responses }: { responses: Operation["responses"] }) {
  if (responses.length === 0) return <Text size="sm">No response is documented.</Text>;
  return (
    <dl className="doc-rows">
      {responses.map((r) => (
        <div key={r.status}>
          <dt className="response-head">
            <span className="status-code">{r.status}</span> <Html html={r.description_html} />
          </dt>
          <dd>
            {r.headers.map((h) => (
              <div key={h.name} className="doc-type">
                <code>{h.name}</code> header{h.schema ? ` · ${typeOf(h.schema)}` : ""}
                <Html html={h.description_html} />
              </div>
            ))}
            <Content of={r.content} what={`${r.status} response`} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
