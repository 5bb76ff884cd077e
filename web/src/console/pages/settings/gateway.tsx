import { Badge, Code, Group, Paper, Stack, Table, Text } from "@mantine/core";
import { useOne } from "@shared/api/one";
import type { Schemas } from "@shared/api/types";
import { CopyButton } from "@shared/ui/copy";
import { Section } from "@shared/ui/section";
import { Failure, Loading } from "@shared/ui/states";
import { Time } from "@shared/ui/time";

type Settings = Schemas["GatewaySettings"];
type Setting = Schemas["StartSetting"];

/** How this process was started; changed with a restart, not here. */
export function Gateway() {
  const settings = useOne<Settings>("/gateway-settings");
  if (settings.error) return <Failure error={settings.error} retry={() => void settings.refetch()} />;
  if (!settings.data) return <Loading rows={10} />;
  return (
    <Stack gap="lg" maw={1080}>
      <Section title="Surfaces" description="Where this process answers, and by which URL the outside reaches it." bare>
        <Listeners of={settings.data.listeners} />
      </Section>
      {grouped(settings.data.settings).map(([group, members], i) => (
        <Section key={group} title={group || "General"} description={i === 0 ? "Fixed when Gatehouse starts: a flag beats the environment, which beats the file." : undefined} bare>
          <SettingsTable label={group || "General"} settings={members} />
        </Section>
      ))}
    </Stack>
  );
}

function Listeners({ of }: { of: Settings["listeners"] }) {
  return (
    <Paper withBorder style={{ overflow: "clip" }}>
      <Table aria-label="Surfaces" verticalSpacing={8} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={110}>Surface</Table.Th>
            <Table.Th>Public URL</Table.Th>
            <Table.Th visibleFrom="sm">Address</Table.Th>
            <Table.Th visibleFrom="sm">Certificate ends</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {of.map((l) => (
            <Table.Tr key={l.name}>
              <Table.Th scope="row">{l.name}</Table.Th>
              <Table.Td>
                {l.url ? (
                  <Group gap={4} wrap="nowrap">
                    <Code style={{ overflowWrap: "anywhere" }}>{l.url}</Code>
                    <CopyButton value={l.url} what={`URL of the ${l.name}`} />
                  </Group>
                ) : (
                  "–"
                )}
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Code>{l.address}</Code>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Time at={l.certificate_expires_at} never="plain HTTP" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function SettingsTable({ label, settings }: { label: string; settings: Setting[] }) {
  return (
    <Paper withBorder style={{ overflow: "clip" }}>
      <Table aria-label={label} verticalSpacing={8} horizontalSpacing="sm" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Setting</Table.Th>
            <Table.Th>Value</Table.Th>
            <Table.Th w={130} visibleFrom="sm">
              Source
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {settings.map((s) => (
            <Table.Tr key={s.name}>
              <Table.Th scope="row" fw={400} style={{ overflowWrap: "anywhere", verticalAlign: "top" }}>
                <Text size="sm" fw={600}>
                  {s.name}
                </Text>
                <Text size="xs" c="dimmed">
                  {s.description}
                </Text>
                <Text size="xs" c="dimmed" ff="monospace" visibleFrom="md">
                  {s.environment}
                </Text>
              </Table.Th>
              <Table.Td style={{ overflowWrap: "anywhere", verticalAlign: "top" }}>
                <Value of={s} />
                <Text size="xs" c="dimmed" hiddenFrom="sm" mt={2}>
                  {sourceOf(s)}
                </Text>
              </Table.Td>
              <Table.Td visibleFrom="sm" style={{ overflowWrap: "anywhere", verticalAlign: "top" }}>
                <Badge variant={s.source === "default" ? "default" : "light"} size="sm" tt="none" fw={500}>
                  {s.source}
                </Badge>
                {s.source_name && (
                  <Text size="xs" c="dimmed" mt={2}>
                    {s.source_name}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Value({ of }: { of: Setting }) {
  if (of.value !== null) return <Code>{of.value}</Code>;
  return (
    <Text size="sm" c="dimmed">
      {of.secret && of.set ? "set, never shown" : "not set"}
    </Text>
  );
}

function sourceOf(s: Setting): string {
  return s.source_name ? `${s.source}: ${s.source_name}` : s.source;
}

/** The groups in the order of their first setting. */
function grouped(settings: Setting[]): [string, Setting[]][] {
  const groups = new Map<string, Setting[]>();
  for (const s of settings) groups.set(s.group, [...(groups.get(s.group) ?? []), s]);
  return [...groups];
}
