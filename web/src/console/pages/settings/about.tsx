import { Anchor } from "@mantine/core";
import { url } from "@shared/api/client";
import { useOne } from "@shared/api/one";
import type { Schemas } from "@shared/api/types";
import { Facts, Section } from "@shared/ui/section";

/** What this is, and how much is in it. */
export function About() {
  const { data } = useOne<Schemas["Overview"]>("/overview");
  const of = (part: number | undefined, all: number | undefined, word: string) => (data ? `${all} (${part} ${word})` : "…");
  return (
    <Section title="Gatehouse" description="A self-hosted API gateway for business partners.">
      <Facts
        facts={[
          ["Licence", "Apache-2.0"],
          [
            "Admin API",
            <Anchor key="a" href={url("/openapi.json")} target="_blank" rel="noreferrer" size="sm">
              OpenAPI document
            </Anchor>,
          ],
          ["Clients", of(data?.enabled_clients, data?.clients, "enabled")],
          ["Profiles", data?.profiles ?? "…"],
          ["Collections", of(data?.published_collections, data?.collections, "published")],
          ["Policies", data?.policies ?? "…"],
        ]}
      />
    </Section>
  );
}
