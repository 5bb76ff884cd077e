import { Box } from "@mantine/core";
import type { ReactNode } from "react";
import { CopyButton } from "@shared/ui/copy";

interface CodeBlockProps {
  text: string;
  /** Names the region and its copy button: "curl sample". */
  what: string;
  json?: boolean;
  maxHeight?: number;
  /** Further buttons beside that for copying. */
  actions?: ReactNode;
  /** Long lines break; samples scroll sideways instead. */
  wrap?: boolean;
}

/** Code as text, never as HTML, with a button that copies it. */
export function CodeBlock({ text, what, json, maxHeight = 480, actions, wrap }: CodeBlockProps) {
  return (
    <Box className="code-block">
      <div className="code-actions">
        {actions}
        <CopyButton value={text} what={what} />
      </div>
      <pre tabIndex={0} role="region" aria-label={what} style={{ maxHeight }} data-wrap={wrap || undefined}>
        <code>{json && text.length < colourUpTo ? <Coloured text={text} /> : text}</code>
      </pre>
    </Box>
  );
}

const colourUpTo = 60_000; // characters; beyond, thousands of elements would make typing slow
const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON with names, texts and other values apart. Everything stays a text node. */
function Coloured({ text }: { text: string }) {
  const out: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    out.push(text.slice(end, match.index));
    const kind = match[2] !== undefined ? "name" : match[1] !== undefined ? "text" : "value";
    out.push(
      <span key={match.index} className={`json-${kind}`}>
        {match[1] ?? match[0]}
      </span>,
      match[2] ?? "",
    );
    end = match.index + match[0].length;
  }
  out.push(text.slice(end));
  return <>{out}</>;
}
