import { Anchor, Badge, Code, Paper, Stack, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { EffectiveAccess, Endpoint } from "@shared/api/types";
import { Empty } from "@shared/ui/states";
import { Section } from "@shared/ui/section";
import { policyText } from "../../parts/policy-text";

type EffectiveProfile = EffectiveAccess["profiles"][number];
type EffectiveCollection = EffectiveAccess["collections"][number];

/** Each endpoint of the client's collections, and what decides on a call to it with each profile. */
export function AccessMatrix({ access }: { access: EffectiveAccess }) {
  return (
    <Section title="Effective access" description={<Limits access={access} />} bare>
      {access.collections.length === 0 || access.profiles.length === 0 ? (
        <Empty title="No call can pass yet">A client can call once it has a profile with credentials and access to a published collection.</Empty>
      ) : (
        <Stack>
          {access.collections.map((c) => (
            <CollectionTable key={c.id} collection={c} access={access} />
          ))}
        </Stack>
      )}
    </Section>
  );
}

function Limits({ access }: { access: EffectiveAccess }) {
  if (access.client.status === "disabled") return <>The client is disabled: every call is refused.</>;
  if (access.policies.length === 0) return <>No policy is attached to the client: its calls are not limited.</>;
  return (
    <>
      {access.policies.map((p, i) => (
        <span key={p.id}>
          {i > 0 && "; "}
          {policyText(p)} (<Anchor component={Link} to={`/policies/${p.id}`} size="sm">{p.name}</Anchor>)
        </span>
      ))}
    </>
  );
}

function CollectionTable({ collection, access }: { collection: EffectiveCollection; access: EffectiveAccess }) {
  return (
    <Paper withBorder style={{ overflow: "clip" }}>
      <Table.ScrollContainer minWidth={0} type="native">
        <Table layout={access.profiles.length < 3 ? "fixed" : "auto"} aria-label={`Access to ${collection.name}`} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="60%">
                <Anchor component={Link} to={`/collections/${collection.id}/access`} fw={600} c="inherit" size="sm">
                  {collection.name}
                </Anchor>
              </Table.Th>
              {access.profiles.map((p) => (
                <Table.Th key={p.profile.id} style={{ overflowWrap: "anywhere" }}>
                  <Anchor component={Link} to={`/profiles/${p.profile.id}`} c="inherit" fw={500} size="sm">
                    {p.profile.name}
                  </Anchor>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {collection.endpoints.map((e) => (
              <Table.Tr key={e.id}>
                <Table.Td>
                  <Code>{e.method}</Code>{" "}
                  <Text span ff="monospace" size="xs" style={{ overflowWrap: "anywhere" }}>
                    {collection.base_path}
                    {e.path === "/" ? "" : e.path}
                  </Text>
                </Table.Td>
                {access.profiles.map((p) => (
                  <Table.Td key={p.profile.id}>
                    <Verdict {...verdict(access, p, collection, e)} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
            {collection.endpoints.length === 0 && (
              <Table.Tr>
                <Table.Td colSpan={1 + access.profiles.length} c="dimmed">
                  {collection.published ? "It has no endpoints." : "It is not published: nothing of it is served."}
                </Table.Td>
              </Table.Tr>
            )}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

interface Decision {
  word: string;
  color: "teal" | "gray" | "orange";
  why: string;
}

function verdict(access: EffectiveAccess, p: EffectiveProfile, c: EffectiveCollection, e: Endpoint): Decision {
  if (!c.published) return { word: "not served", color: "gray", why: "The collection is not published." };
  if (access.client.status === "disabled") return { word: "refused", color: "orange", why: "The client is disabled." };
  if (!p.usable) return { word: "refused", color: "orange", why: p.reason ?? "The profile cannot be used." };
  const methods = p.profile.allowed_methods;
  if (methods && !methods.includes(e.method) && !(e.method === "HEAD" && methods.includes("GET"))) {
    return { word: "405", color: "gray", why: `The profile allows ${methods.join(", ")} only.` };
  }
  return { word: "allowed", color: "teal", why: p.policies.length > 0 ? `Limited for this profile: ${p.policies.map(policyText).join("; ")}` : "Nothing refuses it." };
}

function Verdict({ word, color, why }: Decision) {
  return (
    <Badge data-hint={why} variant="light" color={color} size="sm" tt="none" fw={500} tabIndex={0} aria-label={`${word}: ${why}`} role="img">
      {word}
    </Badge>
  );
}
