import { Anchor, Group, Menu, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import { useOne } from "@shared/api/one";
import type { Client, Policy as PolicyRecord } from "@shared/api/types";
import { ConfirmDelete } from "@shared/ui/confirm-delete";
import { CopyId } from "@shared/ui/copy";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Page } from "@shared/ui/page";
import { Section } from "@shared/ui/section";
import { Empty, Failure, Loading } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { ActionButton } from "../../parts/action-button";
import { laterSheet } from "../../parts/later";
import { few, useImpact } from "../../parts/impact";
import { MoreMenu } from "../../parts/more-menu";
import { policyText } from "../../parts/policy-text";
import { useSearchState } from "../../parts/search-state";

const EditPolicy = laterSheet(async () => (await import("./edit-policy")).EditPolicy);

const back = (
  <Anchor component={Link} to="/policies" size="sm" c="dimmed">
    Policies
  </Anchor>
);

/** One policy: its limits in words, and the clients it is attached to. */
export function Policy() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data: policy, error, refetch } = useOne<PolicyRecord>(`/policies/${id}`);
  const [search, setSearch] = useSearchState();
  if (error && !policy) return <Page title="Policy" above={back}><Failure error={error} retry={() => void refetch()} /></Page>;
  if (!policy) return <Page title="Policy" above={back}><Loading /></Page>;
  return (
    <Page
      title={policy.name}
      above={back}
      description={
        <Group gap="xs" mt={4}>
          <CopyId value={policy.id} what="policy id" />
          <Text size="sm" c="dimmed" lineClamp={2} style={{ overflowWrap: "anywhere" }} dir="auto">
            {policy.description}
          </Text>
        </Group>
      }
      actions={
        <>
          <ActionButton area="partners" variant="default" aria-keyshortcuts="e" onClick={() => setSearch({ edit: "1" })}>
            Edit
          </ActionButton>
          <PolicyMenu policy={policy} />
        </>
      }
    >
      <Section title="Limits">
        <Text size="sm">{policyText(policy)}.</Text>
      </Section>
      <Clients policy={policy} />
      <EditPolicy policy={policy} opened={search.edit === "1"} onClose={() => setSearch({ edit: undefined })} />
    </Page>
  );
}

const columnsOf = (policy: PolicyRecord): Column<Client>[] => [
  {
    title: "Name",
    cell: (c) => (
      <Anchor component={Link} to={`/clients/${c.id}/policies`} fw={600} c="inherit" style={{ overflowWrap: "anywhere" }}>
        {c.name}
      </Anchor>
    ),
  },
  { title: "Client ID", cell: (c) => <CopyId value={c.id} what="Client ID" />, wide: true },
  { title: "Attached to", cell: (c) => (c.policy_ids.includes(policy.id) ? "the client" : "a profile of it"), wide: true },
  { title: "Status", cell: (c) => <Status of={c.status} /> },
];

function Clients({ policy }: { policy: PolicyRecord }) {
  const list = useList<Client>(`/policies/${policy.id}/clients`);
  return (
    <Section title="Clients" description="To whom the policy is attached, directly or through a profile." bare>
      <DataTable
        label="Clients with this policy"
        columns={columnsOf(policy)}
        list={list}
        rowKey={(c) => c.id}
        href={(c) => `/clients/${c.id}/policies`}
        empty={<Empty title="Attached to nobody">Open a client and attach this policy under <i>Policies</i>.</Empty>}
      />
    </Section>
  );
}

function PolicyMenu({ policy }: { policy: PolicyRecord }) {
  const path = `/policies/${policy.id}`;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const impact = useImpact(path, deleting);
  const used = impact && impact.clients + impact.profiles > 0;
  const remove = async () => {
    await api.delete(path);
    await navigate({ to: "/policies" });
    notifications.show({ color: "teal", message: `Policy ${policy.name} deleted` });
    cache.removeQueries({ queryKey: [path] });
    void cache.invalidateQueries();
  };
  return (
    <>
      <MoreMenu area="partners">
        <Menu.Item color="red" onClick={() => setDeleting(true)}>
          Delete…
        </Menu.Item>
      </MoreMenu>
      <ConfirmDelete
        what="policy"
        name={policy.name}
        opened={deleting}
        onClose={() => setDeleting(false)}
        onDelete={remove}
        blocked={used ? `It is attached to ${few(impact.clients, "client")}${impact.profiles > 0 ? `, among them ${few(impact.profiles, "profile")} of theirs` : ""}. Detach it there first: only a policy that nobody has can be deleted.` : undefined}
        impact="It is attached to nobody, so no call changes. This cannot be undone."
      />
    </>
  );
}
