import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Collection } from "@shared/api/types";
import { whole } from "@shared/numbers";
import { Failure } from "@shared/ui/states";
import { nameRule } from "../../parts/rules";
import { useCreate } from "../../parts/use-create";
import type { Source } from "./document-source";
import type { Preview } from "./import-form";
import { Findings, Operations } from "./import-operations";
import { basePathRule, targetRule } from "./rules";
import { TryUpstream } from "./try-upstream";

interface Values {
  name: string;
  title: string;
  base_path: string;
  upstream_url: string;
}

interface ImportChoiceProps {
  source: Source;
  preview: Preview;
  onBack: () => void;
  onCreated: () => void;
}

/** Which operations become endpoints, and where their requests go. */
export function ImportChoice({ source, preview, onBack, onCreated }: ImportChoiceProps) {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState(() => preview.operations.filter((o) => o.importable).map((o) => o.key));
  const form = useForm<Values>({
    initialValues: { name: preview.name ?? "", title: preview.title, base_path: preview.base_path ?? "", upstream_url: preview.upstream_url ?? "" },
    validate: { name: nameRule, base_path: basePathRule, upstream_url: targetRule },
    validateInputOnBlur: true,
  });
  const body = (v: Values) => ({ ...v, title: v.title.trim() || undefined, ...source, operations: chosen });
  const { create, busy, unbound } = useCreate<Collection, Values>("/collections/import", form, body, (made) => {
    onCreated();
    void navigate({ to: `/collections/${made.id}/endpoints` });
  });
  const inDocument = Object.entries(form.errors).find(([field]) => field.startsWith("document") || field === "url")?.[1];
  const count = `${whole(chosen.length)} ${chosen.length === 1 ? "operation" : "operations"}`;
  return (
    <form onSubmit={form.onSubmit(create)} noValidate>
      <Stack>
        {unbound && <Failure error={unbound} />}
        {inDocument && <Failure error={new Error(String(inDocument))} />}
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          <b>{preview.title || "Untitled"}</b> {preview.api_version} · OpenAPI {preview.openapi} · {whole(preview.operations.length)} {preview.operations.length === 1 ? "operation" : "operations"}
        </Text>
        <Findings findings={preview.findings.filter((f) => f.operation === null)} />
        <Operations preview={preview} chosen={chosen} onChange={setChosen} error={form.errors.operations} />
        <TextInput label="Name" required description="2 to 63 of a-z, 0-9 and hyphen. Unique; never changes." autoComplete="off" spellCheck={false} {...form.getInputProps("name")} />
        <TextInput label="Title" description="For people; the name when left empty." autoComplete="off" {...form.getInputProps("title")} />
        <TextInput label="Base path" required description="Where it begins below the gateway’s URL. Unique." autoComplete="off" spellCheck={false} {...form.getInputProps("base_path")} />
        <TextInput label="Upstream URL" required placeholder="https://shipments.internal:8443" description="The server that answers. More of them can be added in Settings." autoComplete="off" spellCheck={false} {...form.getInputProps("upstream_url")} />
        <TryUpstream urls={[form.values.upstream_url]} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button type="submit" loading={busy} disabled={chosen.length === 0}>
            Import {count}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
