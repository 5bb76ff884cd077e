import { Alert, Anchor, Button, Paper, Select, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Page } from "@shared/ui/page";
import { Section } from "@shared/ui/section";
import { Empty, Failure, Loading } from "@shared/ui/states";
import type { Home as HomeShape, Notice } from "../api/types";
import { Calls } from "../parts/calls";
import { CollectionCards } from "../parts/collection-cards";
import { Limits } from "../parts/limits";
import { chooseProfile, useHome } from "../parts/profile";
import { useMe } from "../session";
import { Checklist } from "./home/checklist";

/** Where a partner's developer begins: what to send, what to try, what happened. */
export function Home() {
  const { client } = useMe();
  const home = useHome({ live: true });
  return (
    <Page title={`Hello ${client.name}`} description="What you may call, how to call it, and what became of your calls." actions={home.data && <ProfileSelect home={home.data} />}>
      {home.data ? <Content home={home.data} /> : home.error ? <Failure error={home.error} retry={() => void home.refetch()} /> : <Loading rows={8} />}
    </Page>
  );
}

function ProfileSelect({ home }: { home: HomeShape }) {
  if (home.profiles.length < 2) return null;
  return (
    <Select
      aria-label="Profile"
      data={home.profiles.map((p) => ({ value: p.name, label: p.name, disabled: !p.usable }))}
      value={home.profile?.name ?? null}
      onChange={(name) => name && chooseProfile(name)}
      allowDeselect={false}
      w={220}
    />
  );
}

function Content({ home }: { home: HomeShape }) {
  return (
    <>
      {home.notices.map((n) => (
        <NoticeLine key={`${n.kind} ${n.profile_id}`} notice={n} />
      ))}
      <div className="with-aside">
        <Stack gap="xl" miw={0}>
          <Checklist home={home} />
          <Section title="Your collections" bare>
            {home.collections.length > 0 ? (
              <CollectionCards collections={home.collections} />
            ) : (
              <Empty title="No collection is assigned to you yet">Your contact assigns them. They appear here at once.</Empty>
            )}
          </Section>
          <Section title="Recent calls" bare actions={home.recent.length > 0 && <AllRequests />}>
            {home.recent.length > 0 ? (
              <Paper withBorder style={{ overflow: "clip" }}>
                <Calls calls={home.recent} label="Recent calls" />
              </Paper>
            ) : (
              <Empty title="No call yet">Every call appears here within seconds, refused ones too, with the reason in words.</Empty>
            )}
          </Section>
        </Stack>
        <Section title="Your limits">
          <Limits limits={home.limits} />
        </Section>
      </div>
    </>
  );
}

function AllRequests() {
  return (
    <Anchor component={Link} to="/requests" size="sm">
      All requests
    </Anchor>
  );
}

const colors = { info: "blue", warning: "orange", error: "red" };

function NoticeLine({ notice }: { notice: Notice }) {
  const about = notice.kind === "token_expiring" || notice.kind === "no_token";
  return (
    <Alert color={colors[notice.severity]} icon={notice.severity === "info" ? <IconInfoCircle size={18} /> : <IconAlertTriangle size={18} />} py="xs">
      <div className="notice">
        <Text size="sm">{notice.text}</Text>
        {about && (
          <Button component={Link} to="/credentials" size="xs" variant="default">
            Credentials
          </Button>
        )}
      </div>
    </Alert>
  );
}
