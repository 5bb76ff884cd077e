import { Anchor, Button, Code, Group, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useClipboard, useTimeout } from "@mantine/hooks";
import { IconCheck, IconCopy, IconDownload, IconEye, IconEyeOff, IconPrinter, IconTerminal2 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { flushSync } from "react-dom";
import type { Policy } from "@shared/api/types";
import { CopyButton } from "@shared/ui/copy";
import { policyText } from "../../parts/policy-text";
import type { Onboarding } from "./draft";
import { type Format, formats, masked, rowsOf, textOf } from "./formats";

const files: Record<Format, string> = { Sheet: "credentials.txt", curl: "first-call.sh", ".env": "gateway.env", Postman: "postman-collection.json" };

/** What the partner needs for the first call, to be copied, downloaded or printed. */
export function Sheet({ onboarding }: { onboarding: Onboarding }) {
  const h = onboarding.hand_over;
  const [format, setFormat] = useState<Format>("Sheet");
  const [shown, setShown] = useState(false);
  const hide = useTimeout(() => setShown(false), 30_000);
  const limits = h.policies.map((p) => policyText(p as Policy)).join("; ") || "none";
  const text = textOf(format, h, limits);
  const view = (value: string) => (shown ? value : masked(value, [h.token, h.link]));
  const toggle = () => {
    hide.clear();
    if (!shown) hide.start();
    setShown(!shown);
  };
  const print = () => {
    flushSync(() => setShown(true));
    window.print();
    setShown(false);
  };
  return (
    <Paper withBorder p="md" component="section" className="sheet" aria-label="Credentials sheet">
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <Title order={2}>Credentials sheet</Title>
          <SegmentedControl className="no-print" size="xs" data={[...formats]} value={format} onChange={(f) => setFormat(f as Format)} aria-label="Format" />
        </Group>
        {format === "Sheet" ? <Rows rows={rowsOf(h, limits)} view={view} missing={h.token ? undefined : onboarding.profile.id!} /> : <Lines text={view(text)} />}
        {h.token && (
          <Text size="xs" fw={500} c="var(--gatehouse-warning)">
            The token is shown only now. {h.link ? "Send the one-time link rather than the token: it opens once, within 24 hours." : "Gatehouse keeps a hash and cannot show it again."}
          </Text>
        )}
        <Group gap="xs" className="no-print">
          <CopyAll label={format === "Sheet" ? "Copy sheet" : `Copy ${format}`} text={text} />
          {h.token && (
            <Button variant="default" onClick={toggle} leftSection={shown ? <IconEyeOff size={16} /> : <IconEye size={16} />}>
              {shown ? "Hide" : "Reveal for 30 s"}
            </Button>
          )}
          <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => save(files[format], text)}>
            Download
          </Button>
          <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={print}>
            Print
          </Button>
          {format === "Sheet" && h.curl && <CopyAll label="Copy curl" text={h.curl} curl />}
        </Group>
      </Stack>
    </Paper>
  );
}

function Rows({ rows, view, missing }: { rows: [string, string][]; view: (value: string) => string; missing?: string }) {
  return (
    <dl className="sheet-rows">
      {rows.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <dd>
            {name === "Bearer token" && missing ? (
              <Text size="sm">
                Shown before and not again.{" "}
                <Anchor component={Link} to={`/profiles/${missing}`} size="sm">
                  Rotate it
                </Anchor>{" "}
                to get a new one.
              </Text>
            ) : (
              <>
                <Code className="sheet-value">{view(value)}</Code>
                <CopyButton value={value} what={name} />
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Lines({ text }: { text: string }) {
  return (
    <Code block tabIndex={0} mah={320} style={{ overflow: "auto", whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
      {text || "The token was shown before, so this cannot be written again."}
    </Code>
  );
}

function CopyAll({ label, text, curl }: { label: string; text: string; curl?: boolean }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Button variant={curl ? "subtle" : "filled"} leftSection={clipboard.copied ? <IconCheck size={16} /> : curl ? <IconTerminal2 size={16} /> : <IconCopy size={16} />} onClick={() => clipboard.copy(text)} disabled={!text}>
      {clipboard.copied ? "Copied" : label}
    </Button>
  );
}

function save(name: string, text: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
