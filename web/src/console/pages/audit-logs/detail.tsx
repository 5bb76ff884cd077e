import { Anchor, Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import type { AuditEvent, Page } from "@shared/api/types";
import { CopyButton, CopyId } from "@shared/ui/copy";
import { exactTime, Time } from "@shared/ui/time";
import { Changes } from "../../parts/changes";
import { mayRead, useMe } from "../../session";
import { actionText, actorTypes, placeOf } from "./words";
import classes from "../request-logs/request-logs.module.css";

interface DetailProps {
  event: AuditEvent;
  onOpen: (id: string) => void;
  onFilter: (resourceId: string) => void;
}

/** One change: who, what, every field before and after, and what else the same call changed. */
export function AuditDetail({ event, onOpen, onFilter }: DetailProps) {
  const { role } = useMe();
  const place = mayRead(role, "partners") ? placeOf(event.resource, event.action) : undefined;
  const name = <bdi>{event.resource.name || event.resource.id}</bdi>;
  return (
    <Stack gap="lg">
      <div>
        <Title order={3}>{actionText(event.action)}</Title>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {place ? (
            <Anchor component={Link} to={place} inherit underline="always">
              {name}
            </Anchor>
          ) : (
            name
          )}{" "}
          by {event.actor.name || actorTypes[event.actor.type]} (<Time at={event.at} />)
        </Text>
      </div>
      <Changes changes={event.changes} />
      <Related event={event} onOpen={onOpen} />
      <dl className={classes.facts}>
        <dt>Time</dt>
        <dd>{exactTime(event.at)}</dd>
        <dt>Actor</dt>
        <dd>
          {actorTypes[event.actor.type]} {event.actor.name}
          {event.actor.ip && ` from ${event.actor.ip}`}
        </dd>
        <dt>Object</dt>
        <dd>
          <CopyId value={event.resource.id} what="id" />
        </dd>
        {event.request_id && (
          <>
            <dt>Request ID</dt>
            <dd>
              <CopyId value={event.request_id} what="request id" />
            </dd>
          </>
        )}
        <dt>Event</dt>
        <dd>number {event.seq}</dd>
        <dt>Hash</dt>
        <dd>
          <Group gap={4} wrap="nowrap" align="flex-start">
            <Code style={{ overflowWrap: "anywhere" }}>{event.hash}</Code>
            <CopyButton value={event.hash} what="hash" />
          </Group>
        </dd>
        <dt>Hash before</dt>
        <dd>
          <Code style={{ overflowWrap: "anywhere" }}>{event.prev_hash || "none, the first event"}</Code>
        </dd>
      </dl>
      <Group>
        <Button variant="default" size="xs" onClick={() => onFilter(event.resource.id)}>
          Show all changes of this object
        </Button>
      </Group>
    </Stack>
  );
}

/** The other events of the same call, such as one onboarding. They were written within the same moment. */
function Related({ event, onOpen }: { event: AuditEvent; onOpen: (id: string) => void }) {
  const { data } = useQuery({
    queryKey: ["related-events", event.correlation_id],
    queryFn: () => {
      const at = new Date(event.at).getTime();
      return api.get<Page<AuditEvent>>("/audit-logs", { from: new Date(at - 2_000).toISOString(), to: new Date(at + 2_000).toISOString(), limit: 200 });
    },
    staleTime: Infinity,
  });
  const others = data?.items.filter((e) => e.correlation_id === event.correlation_id && e.id !== event.id) ?? [];
  if (others.length === 0) return null;
  return (
    <div>
      <Title order={3} mb={6}>
        Changed by the same call
      </Title>
      <Stack gap={2} align="flex-start">
        {others.map((e) => (
          <Anchor key={e.id} component="button" type="button" size="sm" ta="start" onClick={() => onOpen(e.id)} style={{ overflowWrap: "anywhere", minHeight: 24 }}>
            {actionText(e.action)}: {e.resource.name || e.resource.id}
          </Anchor>
        ))}
      </Stack>
    </div>
  );
}
