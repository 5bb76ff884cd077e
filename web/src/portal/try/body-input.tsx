import { Button, Group, NativeSelect, Stack, Text, Textarea } from "@mantine/core";
import { useDeferredValue, useMemo } from "react";
import type { Operation } from "../api/types";
import { checkBody } from "./check";
import { ChosenFile, PickFiles } from "./files";
import { contentOf, fieldsOf } from "./form";
import { FormInput } from "./form-input";
import { formExample, type Inputs, pretty } from "./model";
import type { Entry } from "./serialize";

interface BodyInputProps {
  operation: Operation;
  inputs: Inputs;
  example: Inputs;
  onChange: (inputs: Inputs) => void;
  absent: Entry[];
}

/** The body: a form's fields, or a text that is checked against its schema while typing, or a file. */
export function BodyInput({ operation: o, inputs, example, onChange, absent }: BodyInputProps) {
  const types = o.request_body?.content.map((c) => c.media_type) ?? [];
  const fields = fieldsOf(o, inputs.contentType);
  const choose = (type: string) => onChange({ ...inputs, contentType: type, file: undefined, body: pretty(contentOf(o, type)?.example ?? ""), values: { ...formExample(o, type), ...inputs.values } });
  return (
    <Stack gap={6}>
      {types.length > 1 && <NativeSelect size="xs" label="Content-Type" data={types} value={inputs.contentType} onChange={(event) => choose(event.currentTarget.value)} />}
      {fields.length > 0 ? <FormInput fields={fields} inputs={inputs} onChange={onChange} absent={absent} /> : <TextBody operation={o} inputs={inputs} example={example} onChange={onChange} />}
    </Stack>
  );
}

function TextBody({ operation: o, inputs, example, onChange }: Omit<BodyInputProps, "absent">) {
  const json = /json/.test(inputs.contentType || "json");
  if (inputs.file) return <ChosenFile file={inputs.file} onRemove={() => onChange({ ...inputs, file: undefined })} />;
  return (
    <>
      <Textarea
        label="Body"
        size="xs"
        withAsterisk={o.request_body?.required}
        autosize
        minRows={4}
        maxRows={18}
        value={inputs.body}
        onChange={(e) => onChange({ ...inputs, body: e.currentTarget.value })}
        classNames={{ input: "body-input" }}
        spellCheck={false}
      />
      {json && inputs.body !== "" && <Findings text={inputs.body} schema={contentOf(o, inputs.contentType)?.json_schema} />}
      <Group gap="xs">
        <Button size="compact-xs" variant="default" disabled={inputs.body === example.body} onClick={() => onChange({ ...inputs, body: example.body, contentType: example.contentType })}>
          Reset body
        </Button>
        {json ? (
          <Button size="compact-xs" variant="default" disabled={pretty(inputs.body) === inputs.body} onClick={() => onChange({ ...inputs, body: pretty(inputs.body) })}>
            Tidy up
          </Button>
        ) : (
          <PickFiles label="Send a file" onPick={([file]) => onChange({ ...inputs, file })} />
        )}
      </Group>
    </>
  );
}

/** What the documentation would object to. The call can be sent all the same. */
function Findings({ text, schema }: { text: string; schema: unknown }) {
  const settled = useDeferredValue(text);
  const findings = useMemo(() => checkBody(settled, schema), [settled, schema]);
  if (findings.length === 0) {
    return (
      <Text size="xs" c="dimmed" role="status">
        {schema ? "Fits the documentation." : "Well-formed JSON."}
      </Text>
    );
  }
  return (
    <div role="status">
      <ul className="findings" aria-label="Findings in the body">
        {findings.map((f) => (
          <li key={f.pointer + f.text}>
            {f.pointer && <code>{f.pointer}</code>} {f.text}
          </li>
        ))}
      </ul>
    </div>
  );
}
