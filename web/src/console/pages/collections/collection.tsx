import { Alert, Anchor, Button, Group } from "@mantine/core";
import { IconActivity, IconPencil } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useOne } from "@shared/api/one";
import type { Collection as CollectionRecord } from "@shared/api/types";
import { CopyId } from "@shared/ui/copy";
import { Page } from "@shared/ui/page";
import { Failure, Loading } from "@shared/ui/states";
import { ActionButton } from "../../parts/action-button";
import { type ExportFormat, ExportMenu } from "../../parts/export-menu";
import { laterSheet } from "../../parts/later";
import { requestLogs } from "../../parts/log-links";
import { useSearchState } from "../../parts/search-state";
import { PageTabs } from "../../parts/tabs";
import { CollectionMenu } from "./collection-menu";
import { OverviewTab } from "./overview-tab";
import { Publication } from "./publication";

// Each with its own inputs: loaded when it is opened.
const AccessTab = lazy(async () => ({ default: (await import("./access-tab")).AccessTab }));
const DocsTab = lazy(async () => ({ default: (await import("./docs-tab")).DocsTab }));
const EndpointsTab = lazy(async () => ({ default: (await import("./endpoints-tab")).EndpointsTab }));
const Publish = lazy(async () => ({ default: (await import("./publish")).Publish }));
const Reimport = laterSheet(async () => (await import("./reimport")).Reimport);
const RevisionsTab = lazy(async () => ({ default: (await import("./revisions-tab")).RevisionsTab }));
const SettingsTab = lazy(async () => ({ default: (await import("./settings-tab")).SettingsTab }));

const back = (
  <Anchor component={Link} to="/collections" size="sm" c="dimmed">
    Collections
  </Anchor>
);

/** One collection, in tabs. What is edited is the draft. */
export function Collection() {
  const { id = "", tab = "overview" } = useParams({ strict: false }) as { id?: string; tab?: string };
  const { data: collection, error, refetch } = useOne<CollectionRecord>(`/collections/${id}`);
  const [search, setSearch] = useSearchState();
  if (error && !collection) return <Page title="Collection" above={back}><Failure error={error} retry={() => void refetch()} /></Page>;
  if (!collection) return <Page title="Collection" above={back}><Loading /></Page>;
  const publishable = collection.status === "draft" || collection.has_unpublished_changes;
  return (
    <Page
      title={collection.name}
      above={back}
      description={
        <Group gap="xs" mt={4}>
          <CopyId value={collection.id} what="collection id" />
          <Publication of={collection} />
        </Group>
      }
      actions={
        <>
          <Button variant="default" leftSection={<IconActivity size={16} />} component={Link} {...requestLogs({ collection: collection.name })}>
            View requests
          </Button>
          {publishable && (
            <ActionButton area="partners" onClick={() => setSearch({ publish: "1" })}>
              Publish
            </ActionButton>
          )}
          <ExportMenu formats={formatsOf(collection)} disabled={collection.status === "draft" ? "Only what is published is exported." : undefined} />
          <CollectionMenu collection={collection} onImport={() => setSearch({ import: "1" })} />
        </>
      }
    >
      {collection.status === "published" && collection.has_unpublished_changes && <Moved collection={collection} />}
      <Suspense fallback={<Loading />}>
        <Tabs collection={collection} tab={tab} />
      </Suspense>
      <Reimport collection={collection} opened={search.import === "1"} onClose={() => setSearch({ import: undefined })} />
      <Suspense>{search.publish === "1" && <Publish collection={collection} onClose={() => setSearch({ publish: undefined })} />}</Suspense>
    </Page>
  );
}

/** Of what is published. */
function formatsOf({ id }: CollectionRecord): ExportFormat[] {
  const openapi = (version: string) => ({ label: `OpenAPI ${version}`, path: `/collections/${id}/openapi.json`, parameters: { version } });
  return [openapi("3.1"), openapi("3.0"), { label: "Postman collection", path: `/collections/${id}/postman.json` }];
}

function Tabs({ collection, tab }: { collection: CollectionRecord; tab: string }) {
  return (
    <PageTabs
      label="Parts of the collection"
      base={`/collections/${collection.id}`}
      value={tab}
      tabs={[
        { value: "overview", label: "Overview", show: () => <OverviewTab collection={collection} /> },
        { value: "endpoints", label: "Endpoints", count: collection.endpoints.length, show: () => <EndpointsTab collection={collection} /> },
        { value: "access", label: "Access", show: () => <AccessTab collection={collection} /> },
        { value: "docs", label: "Docs", show: () => <DocsTab collection={collection} /> },
        { value: "settings", label: "Settings", show: () => <SettingsTab collection={collection} /> },
        { value: "revisions", label: "Revisions", show: () => <RevisionsTab collection={collection} /> },
      ]}
    />
  );
}

function Moved({ collection }: { collection: CollectionRecord }) {
  return (
    <Alert color="orange" icon={<IconPencil size={18} />} title="The draft has changes that are not published">
      The gateway still serves revision {collection.published_revision}.{" "}
      <Anchor component={Link} to={`/collections/${collection.id}/revisions`} inherit c="inherit" td="underline">
        Compare the draft with it
      </Anchor>
    </Alert>
  );
}
