import { Anchor, Code, Stack, Text } from "@mantine/core";
import { url } from "@shared/api/client";
import { useOne } from "@shared/api/one";
import type { Schemas } from "@shared/api/types";
import { CopyId } from "@shared/ui/copy";
import { Facts, Section } from "@shared/ui/section";
import { Failure, Loading } from "@shared/ui/states";
import { Time } from "@shared/ui/time";

/** What runs here, and what is in it. */
export function About() {
  const about = useOne<Schemas["About"]>("/about");
  const { data: counts } = useOne<Schemas["Overview"]>("/overview");
  if (about.error) return <Failure error={about.error} retry={() => void about.refetch()} />;
  if (!about.data) return <Loading />;
  const a = about.data;
  return (
    <Stack gap="lg" maw={1080}>
      <Section title={`Gatehouse ${a.version}`} description="A self-hosted API gateway for business partners.">
        <Facts
          facts={[
            ["Version", <CopyId key="v" value={a.version} what="version" />],
            ["Running since", <Time key="s" at={a.started_at} never="–" />],
            ["Database", a.store],
            ["Platform", `${a.platform}, ${a.go_version}`],
            ["Key fingerprint", <CopyId key="k" value={a.key_fingerprint} what="key fingerprint" />],
            ["Licence", "Apache-2.0"],
            [
              "Admin API",
              <Anchor key="a" href={url("/openapi.json")} target="_blank" rel="noreferrer" size="sm">
                OpenAPI document
              </Anchor>,
            ],
          ]}
        />
      </Section>
      {counts && (
        <Section title="What is in it">
          <Facts
            facts={[
              ["Clients", `${counts.clients} (${counts.enabled_clients} enabled)`],
              ["Profiles", counts.profiles],
              ["Collections", `${counts.collections} (${counts.published_collections} published)`],
              ["Policies", counts.policies],
            ]}
          />
        </Section>
      )}
      <Section title="Built with" description="Each module is published under its own licence.">
        <details>
          <Text component="summary" size="sm" style={{ cursor: "pointer" }}>
            {a.modules.length} Go modules
          </Text>
          <ul className="modules">
            {a.modules.map((m) => (
              <li key={m.path}>
                <Code>
                  {m.path} {m.version}
                </Code>
              </li>
            ))}
          </ul>
        </details>
      </Section>
    </Stack>
  );
}
