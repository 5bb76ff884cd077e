import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconActivity } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { useOne } from "@shared/api/one";
import type { Client as ClientRecord, EffectiveAccess } from "@shared/api/types";
import { CopyId } from "@shared/ui/copy";
import { Page } from "@shared/ui/page";
import { Failure, Loading } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { ActionButton } from "../../parts/action-button";
import { useSearchState } from "../../parts/search-state";
import { PageTabs } from "../../parts/tabs";
import { ClientMenu } from "./client-menu";
import { later, laterSheet } from "../../parts/later";
import { Overview } from "./overview-tab";

const ClientProfiles = later(async () => (await import("./profiles-tab")).ClientProfiles);
const ClientPolicies = later(async () => (await import("./policies-tab")).ClientPolicies);
const ClientCollections = later(async () => (await import("./collections-tab")).ClientCollections);
const PortalAccess = later(async () => (await import("./portal-tab")).PortalAccess);
const Activity = later(async () => (await import("./activity")).Activity);
const EditClient = laterSheet(async () => (await import("./edit-client")).EditClient);

/** One client, in tabs. */
export function Client() {
  const { id = "", tab = "overview" } = useParams({ strict: false }) as { id?: string; tab?: string };
  const { data: client, error, refetch } = useOne<ClientRecord>(`/clients/${id}`);
  const [search, setSearch] = useSearchState();
  if (error && !client) return <Page title="Client" above={<Back />}><Failure error={error} retry={() => void refetch()} /></Page>;
  if (!client) return <Page title="Client" above={<Back />}><Loading /></Page>;
  return (
    <Page
      title={client.name}
      above={<Back />}
      description={
        <Group gap="xs" mt={4}>
          <CopyId value={client.id} what="Client ID" />
          <Status of={client.status} />
          <Text size="sm" c="dimmed" lineClamp={2} style={{ overflowWrap: "anywhere" }} dir="auto">
            {client.description}
          </Text>
        </Group>
      }
      actions={
        <>
          <Button variant="default" leftSection={<IconActivity size={16} />} component={Link} to="/logs/requests" search={{ q: `client:${client.name}` } as never}>
            View requests
          </Button>
          <ActionButton area="partners" variant="default" aria-keyshortcuts="e" onClick={() => setSearch({ edit: "1" })}>
            Edit
          </ActionButton>
          <ClientMenu client={client} />
        </>
      }
    >
      <ClientTabs client={client} tab={tab} />
      <EditClient client={client} opened={search.edit === "1"} onClose={() => setSearch({ edit: undefined })} />
    </Page>
  );
}

function ClientTabs({ client, tab }: { client: ClientRecord; tab: string }) {
  const { data: access } = useOne<EffectiveAccess>(`/clients/${client.id}/effective-access`);
  return (
    <PageTabs
      label="Parts of the client"
      base={`/clients/${client.id}`}
      value={tab}
      tabs={[
        { value: "overview", label: "Overview", show: () => <Overview client={client} /> },
        { value: "profiles", label: "Profiles", count: access?.profiles.length, show: () => <ClientProfiles client={client} /> },
        { value: "policies", label: "Policies", count: client.policy_ids.length, show: () => <ClientPolicies client={client} /> },
        { value: "collections", label: "Collections", count: client.collection_ids.length, show: () => <ClientCollections client={client} /> },
        { value: "portal", label: "Portal access", count: client.portal_emails.length, show: () => <PortalAccess client={client} /> },
        { value: "activity", label: "Activity", show: () => <Activity client={client} /> },
      ]}
    />
  );
}

function Back() {
  return (
    <Anchor component={Link} to="/clients" size="sm" c="dimmed">
      Clients
    </Anchor>
  );
}
