import { Anchor, Group, Text } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useList } from "@shared/api/list";
import { useOne } from "@shared/api/one";
import type { Client, Policy as PolicyRecord } from "@shared/api/types";
import { CopyId } from "@shared/ui/copy";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Page } from "@shared/ui/page";
import { Section } from "@shared/ui/section";
import { Empty, Failure, Loading } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { ActionButton } from "../../parts/action-button";
import { laterSheet } from "../../parts/later";
import { policyText } from "../../parts/policy-text";
import { useSearchState } from "../../parts/search-state";
import { PolicyMenu } from "./policy-menu";

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
      <Anchor component={Link} to={`/clients/${c.id}/policies`} fw={600} fz="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
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
