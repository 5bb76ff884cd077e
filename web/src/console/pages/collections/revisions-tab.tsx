import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Collection } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Section } from "@shared/ui/section";
import { Empty, Failure, Loading } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../../parts/action-button";
import { Changes } from "../../parts/changes";
import { backwards, type Revision, useDifference } from "./difference";

/** The draft against what is served, and every revision to go back to. */
export function RevisionsTab({ collection }: { collection: Collection }) {
  const list = useList<Revision>(`/collections/${collection.id}/revisions`);
  const [compared, setCompared] = useState<Revision>();
  const [restoring, setRestoring] = useState<Revision>();
  const served = list.items.find((r) => r.published);
  const columns: Column<Revision>[] = [
    {
      title: "Revision",
      cell: (r) => (
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {r.number}
          </Text>
          {r.published && <Status of="published" />}
        </Group>
      ),
    },
    { title: "Published", cell: (r) => <Time at={r.published_at} /> },
    { title: "By", cell: (r) => r.published_by.name || r.published_by.type, wide: true },
    { title: "Endpoints", cell: (r) => r.endpoints.length, align: "right", wide: true },
    {
      title: "Actions",
      align: "right",
      cell: (r) => (
        <Group gap={4} justify="flex-end">
          <Button variant="subtle" size="compact-sm" onClick={() => setCompared(r)} aria-label={`Compare revision ${r.number} with the draft`}>
            Compare
          </Button>
          <ActionButton area="partners" variant="subtle" size="compact-sm" onClick={() => setRestoring(r)} aria-label={`Roll back to revision ${r.number}`}>
            Roll back
          </ActionButton>
        </Group>
      ),
    },
  ];
  return (
    <Stack>
      {list.isPending ? <Loading rows={2} /> : served && <Section title={`Draft against published revision ${served.number}`}><Against revision={served} collection={collection} /></Section>}
      <Section title="Revisions" description="Each publication freezes the draft. The gateway serves exactly one revision." bare>
        <DataTable label="Revisions" columns={columns} list={list} rowKey={(r) => String(r.number)} empty={<Empty title="Never published">Publishing freezes the draft into revision 1, which the gateway then serves.</Empty>} />
      </Section>
      {compared && (
        <Modal opened onClose={() => setCompared(undefined)} title={`Revision ${compared.number} against the draft`} size="xl">
          <Against revision={compared} collection={collection} />
        </Modal>
      )}
      {restoring && <RollBack collection={collection} revision={restoring} onClose={() => setRestoring(undefined)} />}
    </Stack>
  );
}

function Against({ revision, collection }: { revision: Revision; collection: Collection }) {
  return <Changes changes={useDifference(revision, collection)} before={`Revision ${revision.number}`} after="Draft" />;
}

function RollBack({ collection, revision, onClose }: { collection: Collection; revision: Revision; onClose: () => void }) {
  const cache = useQueryClient();
  const [publish, setPublish] = useState(true);
  const run = useMutation({
    mutationFn: async () => {
      const path = `/collections/${collection.id}`;
      const restored = await api.post<Collection>(`${path}/revisions/${revision.number}/restore`, undefined, { ifMatch: collection.version });
      return publish && restored.has_unpublished_changes ? api.post<Collection>(`${path}/publish`, undefined, { ifMatch: restored.version }) : restored;
    },
    onSuccess: () => {
      notifications.show({ color: "teal", message: publish ? `${collection.name} is back at revision ${revision.number}` : `The draft is as in revision ${revision.number}` });
      void cache.invalidateQueries();
      onClose();
    },
    onError: () => void cache.invalidateQueries(),
  });
  const changes = backwards(useDifference(revision, collection));
  return (
    <Modal opened onClose={onClose} title={`Roll back to revision ${revision.number}`} size="xl">
      <Stack>
        {run.error && <Failure error={run.error} />}
        <Text size="sm">The draft becomes what revision {revision.number} was. What it holds now and was never published is lost:</Text>
        <Changes changes={changes} before="Draft" after={`Revision ${revision.number}`} />
        <Checkbox label="Publish it at once" description="The gateway serves it from the next request on, as a new revision." checked={publish} onChange={(e) => setPublish(e.currentTarget.checked)} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button onClick={() => run.mutate()} loading={run.isPending}>
            Roll back
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
