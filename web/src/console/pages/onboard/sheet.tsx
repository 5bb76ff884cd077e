import { Button, Code, Group, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useClipboard, useTimeout } from "@mantine/hooks";
import { IconCheck, IconCopy, IconDownload, IconEye, IconEyeOff, IconPrinter, IconTerminal2 } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { flushSync } from "react-dom";
import { CopyButton } from "@shared/ui/copy";
import { files, type Format, formats, type HandOver, masked, rowsOf, shownRowsOf, textOf, tokenRow } from "./formats";

interface SheetProps {
  sheet: HandOver;
  limits: string;
  /** The token was copied, read, saved or printed. */
  onKept: () => void;
  children: ReactNode; // the one-time link
}

/** What the partner needs for the first call, to be copied, downloaded or printed. */
export function Sheet({ sheet, limits, onKept, children }: SheetProps) {
  const [format, setFormat] = useState<Format>("Sheet");
  const [shown, setShown] = useState(false);
  const hide = useTimeout(() => setShown(false), 30_000);
  const text = textOf(format, sheet, limits);
  const toggle = () => {
    hide.clear();
    if (!shown) {
      hide.start();
      onKept();
    }
    setShown(!shown);
  };
  const print = () => {
    // On paper the one-time link stands for the token, where there is one.
    flushSync(() => setShown(sheet.link === null));
    window.print();
    setShown(false);
    onKept();
  };
  return (
    <Paper withBorder p="md" component="section" className="sheet" aria-label="Credentials sheet">
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <Title order={2}>Credentials sheet</Title>
          <SegmentedControl className="no-print" size="xs" data={[...formats]} value={format} onChange={(f) => setFormat(f as Format)} aria-label="Format" />
        </Group>
        {format === "Sheet" ? <Rows sheet={sheet} limits={limits} shown={shown} onKept={onKept} /> : <Lines text={shown ? text : masked(text, [sheet.token])} />}
        {children}
        {sheet.token && (
          <Text size="xs" fw={500} c="var(--gatehouse-warning)" className="no-print">
            The token is shown only now: Gatehouse keeps a hash and cannot show it again.
          </Text>
        )}
        <Group gap="xs" className="no-print">
          <CopyAll label={format === "Sheet" ? "Copy sheet" : `Copy ${format}`} text={text} onCopied={onKept} />
          {sheet.token && (
            <Button variant="default" onClick={toggle} leftSection={shown ? <IconEyeOff size={16} /> : <IconEye size={16} />}>
              {shown ? "Hide" : "Reveal for 30 s"}
            </Button>
          )}
          <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => save(files[format], text, onKept)} disabled={!text}>
            Download
          </Button>
          <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={print}>
            Print
          </Button>
          {format === "Sheet" && sheet.curl && <CopyAll label="Copy curl" text={sheet.curl} onCopied={onKept} curl />}
        </Group>
      </Stack>
    </Paper>
  );
}

/** Names and values; another set of them for paper, which is what is handed on. */
function Rows({ sheet, limits, shown, onKept }: { sheet: HandOver; limits: string; shown: boolean; onKept: () => void }) {
  const secrets = [sheet.token, sheet.link];
  return (
    <>
      <dl className="sheet-rows no-print">
        {shownRowsOf(sheet, limits).map(([name, value]) => (
          <Row key={name} name={name}>
            {value ? (
              <>
                <Code className="sheet-value">{shown ? value : masked(value, secrets)}</Code>
                <CopyButton value={value} what={name} onCopied={name === tokenRow ? onKept : undefined} />
              </>
            ) : (
              <Text size="sm">{sheet.byPartner ? "The partner generates it in the developer portal, under Credentials." : "Shown before and not again."}</Text>
            )}
          </Row>
        ))}
      </dl>
      <dl className="sheet-rows print-only">
        {rowsOf(sheet, limits).map(([name, value]) => (
          <Row key={name} name={name}>
            <Code className="sheet-value">{name === tokenRow && !sheet.link && !shown ? masked(value, secrets) : value}</Code>
          </Row>
        ))}
      </dl>
    </>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <dd>{children}</dd>
    </div>
  );
}

function Lines({ text }: { text: string }) {
  return (
    <Code block tabIndex={0} mah={320} style={{ overflow: "auto", whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
      {text || "The token was shown before, so this cannot be written again. A new token can."}
    </Code>
  );
}

function CopyAll({ label, text, onCopied, curl }: { label: string; text: string; onCopied: () => void; curl?: boolean }) {
  const clipboard = useClipboard({ timeout: 1500 });
  const copy = () => {
    clipboard.copy(text);
    onCopied();
  };
  return (
    <Button variant={curl ? "subtle" : "filled"} leftSection={clipboard.copied ? <IconCheck size={16} /> : curl ? <IconTerminal2 size={16} /> : <IconCopy size={16} />} onClick={copy} disabled={!text}>
      {clipboard.copied ? "Copied" : label}
    </Button>
  );
}

function save(name: string, text: string, onSaved: () => void) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
  onSaved();
}
