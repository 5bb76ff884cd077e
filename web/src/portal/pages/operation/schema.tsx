import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { Schema } from "../../api/types";
import { Html } from "../../parts/html";

/** "string · date-time", "list of string", "object or null". */
export function typeOf(s: Schema): string {
  const base = s.type === "array" ? `list of ${s.items?.type || "anything"}` : s.type || (s.properties.length > 0 ? "object" : "anything");
  return [s.nullable ? `${base} or null` : base, s.format].filter(Boolean).join(" · ");
}

const openDepth = 2;

/** The members of a schema, level by level; deeper ones open on demand. */
export function SchemaTree({ schema, depth = 0 }: { schema: Schema; depth?: number }) {
  const rows = rowsOf(schema);
  if (rows.length === 0) {
    return (
      <p className="doc-lone">
        <span className="doc-type">{typeOf(schema)}</span> <Constraints of={schema} example={schema.example} />
      </p>
    );
  }
  return (
    <ul className="schema-tree" data-depth={depth}>
      {rows.map((row) => (
        <Row key={row.label} {...row} depth={depth} />
      ))}
    </ul>
  );
}

interface RowProps {
  label: string;
  schema: Schema;
  /** A variant or the entry of a list: not a member's name. */
  plain?: boolean;
}

const kinds = { one_of: "one of", any_of: "any of", all_of: "all of" };

/** What stands below a schema: its members, entries, other members and variants. */
function rowsOf(s: Schema): RowProps[] {
  const rows: RowProps[] = s.properties.map((p) => ({ label: p.name ?? "", schema: p }));
  if (s.items && hasMore(s.items)) rows.push({ label: "each entry", schema: s.items, plain: true });
  if (s.additional) rows.push({ label: "any other name", schema: s.additional, plain: true });
  const kind = s.variant_kind ? kinds[s.variant_kind] : "variant";
  s.variants.forEach((v, i) => rows.push({ label: `${kind}: ${v.name ?? `${typeOf(v)} ${i + 1}`}`, schema: v, plain: true }));
  return rows;
}

function hasMore(s: Schema): boolean {
  return s.properties.length > 0 || s.variants.length > 0 || s.additional !== null || (s.items !== null && hasMore(s.items)) || s.recursive !== null;
}

function Row({ label, schema, plain, depth }: RowProps & { depth: number }) {
  const below = rowsOf(schema).length > 0;
  const [open, setOpen] = useState(depth < openDepth);
  const name = plain ? <span className="doc-plain">{label}</span> : <code className="doc-name">{label}</code>;
  return (
    <li>
      <div className="schema-row">
        {below ? (
          <UnstyledButton className="schema-toggle" aria-expanded={open} aria-label={`${open ? "Close" : "Open"} ${label}`} onClick={() => setOpen(!open)}>
            {name}
            {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          </UnstyledButton>
        ) : (
          name
        )}
        <span className="doc-type">{typeOf(schema)}</span>
        {schema.required && <span className="doc-required">required</span>}
      </div>
      <div className="schema-more">
        <Html html={schema.description_html} />
        <Constraints of={schema} example={below ? undefined : schema.example} />
        {schema.recursive && <span className="doc-type">the same as {schema.recursive}, which stands above</span>}
        {schema.truncated && <span className="doc-type">goes deeper than is shown here</span>}
      </div>
      {below && open && <SchemaTree schema={schema} depth={depth + 1} />}
    </li>
  );
}

/** What a value must keep to, in a line. */
export function Constraints({ of: s, example }: { of: Schema; example?: unknown }) {
  const parts = [...s.constraints];
  if (s.default !== null && s.default !== undefined) parts.push(`default ${show(s.default)}`);
  if (s.discriminator) parts.push(`told apart by ${s.discriminator}`);
  return (
    <>
      {s.enum.length > 0 && (
        <div className="doc-enum">
          {s.enum.map((e) => (
            <code key={show(e)}>{show(e)}</code>
          ))}
        </div>
      )}
      {parts.length > 0 && <div className="doc-type">{parts.join(" · ")}</div>}
      {example !== null && example !== undefined && (
        <div className="doc-type">
          Example: <code>{show(example)}</code>
        </div>
      )}
    </>
  );
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
