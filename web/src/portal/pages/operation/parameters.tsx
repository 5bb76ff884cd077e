import type { Parameter, Schema } from "../../api/types";
import { Html } from "../../parts/html";
import { Constraints, typeOf } from "./schema";

/** Where each parameter goes and what it may be. */
export function Parameters({ parameters }: { parameters: Parameter[] }) {
  return (
    <dl className="doc-rows">
      {parameters.map((p) => (
        <div key={`${p.in} ${p.name}`}>
          <dt>
            <code className="doc-name">{p.name}</code> <span className="doc-type">{[p.in, p.schema ? typeOf(p.schema) : ""].filter(Boolean).join(" · ")}</span>
            {p.required && <span className="doc-required">required</span>}
            {p.deprecated && <span className="doc-type">deprecated</span>}
          </dt>
          <dd>
            <Html html={p.description_html || (p.schema?.description_html ?? "")} />
            {p.schema && <Constraints of={p.schema} example={exampleOf(p)} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function exampleOf(p: Parameter): unknown {
  return p.example ?? (p.schema as Schema | null)?.example;
}
