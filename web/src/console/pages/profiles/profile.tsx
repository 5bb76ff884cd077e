import { Anchor, Breadcrumbs, Group, Menu } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useOne } from "@shared/api/one";
import type { Profile as ProfileRecord } from "@shared/api/types";
import { ConfirmDelete } from "@shared/ui/confirm-delete";
import { CopyId } from "@shared/ui/copy";
import { Page } from "@shared/ui/page";
import { Facts, Section } from "@shared/ui/section";
import { Failure, Loading } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../../parts/action-button";
import { methodsText } from "../../parts/methods";
import { DisableInstead } from "../../parts/disable-instead";
import { callsText, few, useImpact } from "../../parts/impact";
import { MoreMenu } from "../../parts/more-menu";
import { ClientName, NamesOf } from "../../parts/names";
import { useSearchState } from "../../parts/search-state";
import { useSetStatus } from "../../parts/set-status";
import { laterSheet } from "../../parts/later";
import { useDelete } from "../../parts/use-delete";
import { HandOverButton } from "../clients/hand-over-button";
import { authNames } from "./profile-table";
import { Tokens } from "./tokens";

const EditProfile = laterSheet(async () => (await import("./edit-profile")).EditProfile);

/** One profile: its credentials, and how and from where it may be used. */
export function Profile() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data: profile, error, refetch } = useOne<ProfileRecord>(`/profiles/${id}`);
  const [search, setSearch] = useSearchState();
  const above = <Path profile={profile} />;
  if (error && !profile) return <Page title="Profile" above={above}><Failure error={error} retry={() => void refetch()} /></Page>;
  if (!profile) return <Page title="Profile" above={above}><Loading /></Page>;
  return (
    <Page
      title={profile.name}
      above={above}
      description={
        <Group gap="xs" mt={4}>
          <CopyId value={profile.name} what="Profile ID" />
          <Status of={profile.status} />
        </Group>
      }
      actions={
        <>
          <HandOverButton client={profile.client_id} profiles={[profile.name]} />
          <ActionButton area="partners" variant="default" aria-keyshortcuts="e" onClick={() => setSearch({ edit: "1" })}>
            Edit
          </ActionButton>
          <ProfileMenu profile={profile} />
        </>
      }
    >
      <Section title="Settings">
        <Facts
          facts={[
            ["Client", <ClientName key="c" id={profile.client_id} />],
            ["Auth method", authNames[profile.auth.type] ?? profile.auth.type],
            ["Allowed methods", methodsText(profile.allowed_methods)],
            ["IP allowlist", profile.ip_allowlist.length === 0 ? "any address" : profile.ip_allowlist.join(", ")],
            ["Policies of its own", <NamesOf key="p" kind="policies" ids={profile.policy_ids} most={10} />],
            ["Profile expires", <Time key="e" at={profile.expires_at} />],
            ...(profile.auth.type === "token" ? [["Self-service", profile.self_service ? "on: the partner may make and rotate tokens in the portal" : "off"] as [string, ReactNode]] : []),
            ["Generated id", <CopyId key="i" value={profile.id} what="profile id" />],
          ]}
        />
      </Section>
      {profile.auth.type === "token" && <Tokens profile={profile} />}
      <EditProfile profile={profile} opened={search.edit === "1"} onClose={() => setSearch({ edit: undefined })} />
    </Page>
  );
}

function Path({ profile }: { profile?: ProfileRecord }) {
  return (
    <Breadcrumbs separatorMargin={6} fz="sm" c="dimmed">
      <Anchor component={Link} to="/profiles" size="sm" c="dimmed">
        Profiles
      </Anchor>
      {profile && <ClientName id={profile.client_id} />}
    </Breadcrumbs>
  );
}

function ProfileMenu({ profile }: { profile: ProfileRecord }) {
  const path = `/profiles/${profile.id}`;
  const remove = useDelete(path, "/profiles", `Profile ${profile.name} deleted`);
  const status = useSetStatus(path, profile);
  const [deleting, setDeleting] = useState(false);
  const impact = useImpact(path, deleting);
  return (
    <>
      <MoreMenu area="partners">
        <Menu.Item onClick={() => status.mutate()}>{profile.status === "enabled" ? "Disable" : "Enable"}</Menu.Item>
        <Menu.Item color="red" onClick={() => setDeleting(true)}>
          Delete…
        </Menu.Item>
      </MoreMenu>
      <ConfirmDelete
        what="profile"
        name={profile.name}
        opened={deleting}
        onClose={() => setDeleting(false)}
        onDelete={() => remove()}
        impact={`Every call with this Profile ID is refused from the next request on. ${impact ? `${callsText(impact)} Deleted with it: ${few(impact.tokens, "token")}. ` : ""}Deleting cannot be undone.`}
        instead={
          profile.status === "enabled" && (
            <DisableInstead
              onDisable={() => {
                status.mutate();
                setDeleting(false);
              }}
            />
          )
        }
      />
    </>
  );
}
