import { Button, FileButton, Group, Select, Stack, Text, Textarea } from "@mantine/core";
import { IconFile, IconX } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import { bytes } from "@shared/numbers";
import type { Operation } from "../api/types";
import { checkBody } from "./check";
import { type Inputs, pretty } from "./model";

interface BodyInputProps {
  body: NonNullable<Operation["request_body"]>;
  inputs: Inputs;
  example: Inputs;
  onChange: (inputs: Inputs) => void;
}

const largest = 1 << 20; // what the relay takes

/** The body as text, checked against its schema while typing; or a file. */
export function BodyInput({ body, inputs, example, onChange }: BodyInputProps) {
  const content = body.content.find((c) => c.media_type === inputs.contentType) ?? body.content[0];
  const json = /json/.test(inputs.contentType || "json");
  return (
    <Stack gap={6}>
      {body.content.length > 1 && (
        <Select
          size="xs"
          label="Content-Type"
          data={body.content.map((c) => c.media_type)}
          value={inputs.contentType}
          allowDeselect={false}
          onChange={(type) => type && onChange({ ...inputs, contentType: type, body: pretty(body.content.find((c) => c.media_type === type)?.example ?? "") })}
        />
      )}
      {inputs.file ? (
        <ChosenFile name={inputs.file.name} onRemove={() => onChange({ ...inputs, file: undefined })} />
      ) : (
        <Textarea
          label="Body"
          size="xs"
          withAsterisk={body.required}
          autosize
          minRows={4}
          maxRows={18}
          value={inputs.body}
          onChange={(e) => onChange({ ...inputs, body: e.currentTarget.value })}
          classNames={{ input: "body-input" }}
          spellCheck={false}
        />
      )}
      {!inputs.file && json && inputs.body !== "" && <Findings text={inputs.body} schema={content?.json_schema} />}
      <Group gap="xs">
        <Button size="compact-xs" variant="default" disabled={inputs.body === example.body && !inputs.file} onClick={() => onChange({ ...inputs, body: example.body, contentType: example.contentType, file: undefined })}>
          Reset body
        </Button>
        {json && !inputs.file && (
          <Button size="compact-xs" variant="default" disabled={pretty(inputs.body) === inputs.body} onClick={() => onChange({ ...inputs, body: pretty(inputs.body) })}>
            Tidy up
          </Button>
        )}
        {!json && <PickFile onPick={(file) => onChange({ ...inputs, file })} />}
      </Group>
    </Stack>
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

function ChosenFile({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <Group gap="xs">
      <IconFile size={15} />
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {name}
      </Text>
      <Button size="compact-xs" variant="subtle" leftSection={<IconX size={12} />} onClick={onRemove}>
        Remove
      </Button>
    </Group>
  );
}

function PickFile({ onPick }: { onPick: (file: { name: string; base64: string }) => void }) {
  const [tooLarge, setTooLarge] = useState<number>();
  const read = (file: File | null) => {
    setTooLarge(undefined);
    if (!file) return;
    if (file.size > largest) return setTooLarge(file.size);
    const reader = new FileReader();
    reader.onload = () => onPick({ name: file.name, base64: String(reader.result).replace(/^[^,]*,/, "") });
    reader.readAsDataURL(file);
  };
  return (
    <>
      <FileButton onChange={read}>
        {(props) => (
          <Button {...props} size="compact-xs" variant="default" leftSection={<IconFile size={13} />}>
            Send a file
          </Button>
        )}
      </FileButton>
      {tooLarge !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {bytes(tooLarge)} is too much to send from here: at most 1 MB.
        </Text>
      )}
    </>
  );
}
