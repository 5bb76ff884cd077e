import { SegmentedControl, Stack } from "@mantine/core";
import { useState } from "react";
import type { Content as Shape } from "../../api/types";
import { CodeBlock } from "../../parts/code";
import { isForm } from "../../try/form";
import { pretty } from "../../try/model";
import { SchemaTree } from "./schema";

/** A body by media type: its schema, and an example. */
export function Content({ of, what }: { of: Shape[]; what: string }) {
  const [chosen, setChosen] = useState(0);
  const content = of[chosen] ?? of[0];
  if (!content) return null;
  const json = /json/.test(content.media_type);
  return (
    <Stack gap="xs" mt={6}>
      {of.length > 1 ? (
        <SegmentedControl size="xs" aria-label={`Media type of the ${what}`} data={of.map((c, i) => ({ value: String(i), label: c.media_type }))} value={String(chosen)} onChange={(v) => setChosen(Number(v))} style={{ alignSelf: "flex-start" }} />
      ) : (
        <span className="doc-type">{content.media_type}</span>
      )}
      {content.schema && <SchemaTree schema={content.schema} />}
      {content.example && !isForm(content.media_type) && <CodeBlock text={json ? pretty(content.example) : content.example} what={`example of the ${what}`} json={json} maxHeight={280} />}
    </Stack>
  );
}
