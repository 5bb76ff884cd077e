import { Alert, Button, Group, Kbd, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconLink, IconPlayerPlay, IconRefresh } from "@tabler/icons-react";
import { useRouterState } from "@tanstack/react-router";
import { type KeyboardEvent, lazy, Suspense, useMemo, useState } from "react";
import { Failure, Loading } from "@shared/ui/states";
import type { Home, Operation, TryAnswer } from "../api/types";
import { useCollection } from "../parts/collections";
import { chooseProfile, useHome } from "../parts/profile";
import { EntryInputs } from "./entry-inputs";
import { HeaderRows } from "./header-rows";
import { History } from "./history-list";
import { LimitMeter, useCountdown } from "./limit-meter";
import { linked, linkOf } from "./link";
import { exampleOf, type Inputs, missing, partsOf } from "./model";
import { Samples } from "./samples";
import { sendsToken, useSend } from "./send";
import { tokenOf } from "./token";

const Answer = lazy(async () => ({ default: (await import("./answer")).Answer }));

const BodyInput = lazy(async () => ({ default: (await import("./body-input")).BodyInput }));

/** Everything about one call: who makes it, what goes into it, its answer, and the same call as code. */
export function Console({ operation }: { operation: Operation }) {
  const home = useHome();
  return (
    <div className="console">
      {home.data?.profile ? <Ready operation={operation} home={home.data} profile={home.data.profile.name} /> : home.error ? <Failure error={home.error} /> : home.data && <NoProfile />}
    </div>
  );
}

function NoProfile() {
  return (
    <Alert color="orange" title="There is no profile to call with">
      Your contact adds one. Until then you can read, but not call.
    </Alert>
  );
}

function Ready({ operation: o, home, profile }: { operation: Operation; home: Home; profile: string }) {
  const { hash } = useRouterState({ select: (s) => s.location });
  const example = useMemo(() => exampleOf(o), [o]);
  const [inputs, setInputs] = useState<Inputs>(() => ({ ...example, ...linked(hash) }));
  const [own, setOwn] = useState<string>();
  const { send, busy, answer, error, show } = useSend(o, { home, profile, own });
  const [asked, setAsked] = useState(false);
  const collection = useCollection(o.collection.id);
  const parts = partsOf(o, inputs);
  const absent = missing(o, inputs);
  const noToken = sendsToken(home) && own !== undefined && tokenOf(own) === "";
  const limits = answer?.limits ?? collection.data?.limits ?? [];
  const wait = useCountdown(answer?.status === 429 ? retryAfter(answer) : 0, answer);
  const go = () => {
    setAsked(true);
    if (absent.length === 0 && !noToken && !busy && wait === 0 && o.callable) send(parts, inputs);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    go();
  };
  return (
    <Stack gap="md" onKeyDown={onKeyDown}>
      <Paper withBorder p="md" component="section" aria-labelledby="try-it">
        <Stack gap="sm">
          <Group justify="space-between" wrap="nowrap">
            <Title order={2} id="try-it">
              Try it
            </Title>
            <ProfileSelect home={home} />
          </Group>
          <HeaderRows home={home} profile={profile} own={own} onOwn={setOwn} error={asked && noToken ? "Type your token, or use the try-it token" : undefined} />
          <EntryInputs entries={o.parameters} values={inputs.values} onChange={(values) => setInputs({ ...inputs, values })} absent={asked ? absent : []} />
          <Suspense fallback={<Loading rows={4} />}>{o.request_body && <BodyInput operation={o} inputs={inputs} example={example} onChange={setInputs} absent={asked ? absent : []} />}</Suspense>
          <div className="send-bar">
            <SendButton disabled={!o.callable || wait > 0} busy={busy} onSend={go} />
            <LimitMeter limits={limits} wait={wait} />
          </div>
          {o.websocket && (
            <Text size="xs" c="dimmed">
              This operation may become a WebSocket. Send makes a plain request; open the socket from your own code.
            </Text>
          )}
          {!o.callable && (
            <Text size="sm" c="dimmed">
              {o.reason}
            </Text>
          )}
          <Group gap="xs">
            <CopyLink operation={o} inputs={inputs} />
            <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconRefresh size={13} />} onClick={() => setInputs(example)}>
              Reset to example
            </Button>
          </Group>
        </Stack>
      </Paper>
      {error !== null && <Failure error={error} retry={go} />}
      <Suspense>{answer && <Answer answer={answer} />}</Suspense>
      <Samples operation={o} parts={parts} identity={home.headers} token={own && tokenOf(own)} />
      <History
        operation={o}
        onAgain={(made) => {
          setInputs(made.inputs);
          show(made.answer);
        }}
      />
    </Stack>
  );
}

function ProfileSelect({ home }: { home: Home }) {
  if (home.profiles.length < 2) return null;
  return (
    <NativeSelect
      size="xs"
      aria-label="Profile"
      data={home.profiles.map((p) => ({ value: p.name, label: p.name, disabled: !p.usable }))}
      value={home.profile?.name}
      onChange={(event) => chooseProfile(event.currentTarget.value)}
      w={190}
    />
  );
}

function SendButton({ disabled, busy, onSend }: { disabled: boolean; busy: boolean; onSend: () => void }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Button leftSection={<IconPlayerPlay size={15} />} onClick={onSend} loading={busy} disabled={disabled} size="md">
        Send
      </Button>
      <Kbd size="xs" visibleFrom="sm">
        {/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘↵" : "Ctrl ↵"}
      </Kbd>
    </Group>
  );
}

function retryAfter(answer: TryAnswer): number {
  return Number(answer.headers.find((h) => h.name.toLowerCase() === "retry-after")?.value ?? 0) || 0;
}

function CopyLink({ operation, inputs }: { operation: Operation; inputs: Inputs }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Button size="compact-xs" variant="subtle" color="gray" leftSection={clipboard.copied ? <IconCheck size={13} /> : <IconLink size={13} />} onClick={() => clipboard.copy(linkOf(operation, inputs))}>
      {clipboard.copied ? "Link copied" : "Copy link to this call"}
    </Button>
  );
}
