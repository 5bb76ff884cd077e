import { Button, Group, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconCheck, IconPlayerPlay } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Section } from "@shared/ui/section";
import { HttpStatus } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import type { Call, Header, Home } from "../../api/types";
import { CodeBlock } from "../../parts/code";
import { HeaderList } from "../../parts/header-list";

/** Three steps to a call from the partner's own server; the last two tick themselves. */
export function Checklist({ home }: { home: Home }) {
  const { test_call: tested, own_call: own, last_refused: refused } = home.checklist;
  const first = home.first_call;
  return (
    <Section title="Getting started" bare>
      <ol className="checklist">
        <Step number={1} title="See your headers" done={tested !== null || own !== null}>
          <Headers headers={home.headers} />
        </Step>
        <Step number={2} title="Make a test call" done={tested !== null || own !== null}>
          {tested && <Answered call={tested} />}
          {!tested && first && (
            <Text size="sm" c="dimmed">
              Right here, with everything filled in. There is nothing to paste.
            </Text>
          )}
          {first ? (
            <Button component={Link} to={`/collections/${first.collection}/${first.operation_id}`} leftSection={<IconPlayerPlay size={15} />} variant={tested ? "default" : "filled"} size={tested ? "xs" : "sm"} style={{ alignSelf: "flex-start" }}>
              {tested ? "Make another" : "Make a test call"}
            </Button>
          ) : (
            <Text size="sm">There is no operation that you may call yet.</Text>
          )}
        </Step>
        <Step number={3} title="Call from your own server" done={own !== null}>
          <div aria-live="polite">
            {own ? (
              <Answered call={own} />
            ) : refused ? (
              <Refused call={refused} />
            ) : (
              <Text size="sm" c="dimmed">
                {first ? "Put your token into GATEWAY_TOKEN and run this. This step ticks itself when the call arrives." : "The line to run stands here as soon as there is one."}
              </Text>
            )}
          </div>
          {first && <CodeBlock text={first.curl.replaceAll(" -H ", " \\\n  -H ")} what="curl line" />}
        </Step>
      </ol>
    </Section>
  );
}

function Step({ number, title, done, children }: { number: number; title: string; done: boolean; children: ReactNode }) {
  return (
    <li>
      <ThemeIcon size={26} radius="xl" variant={done ? "light" : "default"} color={done ? "teal" : "gray"} aria-hidden>
        {done ? <IconCheck size={15} stroke={2.5} /> : <span className="step-number">{number}</span>}
      </ThemeIcon>
      <Stack gap={8} miw={0}>
        <Text fw={600} component="h3" m={0} size="md">
          {title}
          {done && <span className="visually-hidden"> (done)</span>}
        </Text>
        {children}
      </Stack>
    </li>
  );
}

function Headers({ headers }: { headers: Header[] }) {
  if (headers.length === 0) return <Text size="sm">There is no profile that you can call with. Ask your contact.</Text>;
  return <HeaderList headers={headers} />;
}

function Answered({ call }: { call: Call }) {
  return (
    <Group gap={8}>
      <HttpStatus status={call.status} />
      <Text size="sm" component={Link} to={`/requests/${call.id}`} className="call-path">
        {call.method} <bdi>{call.path}</bdi>
      </Text>
      <Text size="sm" c="dimmed" component="span">
        <Time at={call.at} />
      </Text>
    </Group>
  );
}

/** An attempt arrived and was refused: that is news, with the way on. */
function Refused({ call }: { call: Call }) {
  return (
    <Stack gap={4}>
      <Answered call={call} />
      <Text size="sm">
        It arrived, but was refused. {call.reason}{" "}
        <Text span inherit component={Link} to={`/requests/${call.id}`} className="inherit">
          See what decided
        </Text>
      </Text>
    </Stack>
  );
}
