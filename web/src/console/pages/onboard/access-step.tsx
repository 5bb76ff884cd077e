import { Anchor, Button, Checkbox, Group, Paper, Radio, Select, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useEffect } from "react";
import { Link } from "@tanstack/react-router";
import { useList } from "@shared/api/list";
import type { Collection, Policy } from "@shared/api/types";
import { Failure, Loading } from "@shared/ui/states";
import { WholeNumber } from "@shared/ui/whole-number";
import { policyText } from "../../parts/policy-text";
import type { Draft } from "./draft";
import { reach } from "./reach";

/** Which collections, and how much. */
export function AccessStep({ form }: { form: UseFormReturnType<Draft> }) {
  const collections = useCollections();
  const policies = usePolicies();
  // Together, so that nothing jumps and the first input is the first.
  if (collections.isPending || policies.isPending) return <Loading rows={6} />;
  return (
    <Stack gap="lg">
      <Collections form={form} />
      <Policies form={form} />
    </Stack>
  );
}

const useCollections = () => useList<Collection>("/collections", {}, { limit: 200 });
const usePolicies = () => useList<Policy>("/policies", {}, { limit: 100 });

function Collections({ form }: { form: UseFormReturnType<Draft> }) {
  const list = useCollections();
  const { collections, profile } = form.values;
  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />;
  if (list.items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        There is no collection yet.{" "}
        <Anchor component={Link} to="/collections" inherit underline="always">
          Make one
        </Anchor>{" "}
        and come back: this draft is kept.
      </Text>
    );
  }
  return (
    <Checkbox.Group
      label="Collections"
      value={collections}
      onChange={(ids) => form.setValues({ collections: ids })}
      error={form.errors.collections}
    >
      <Stack gap="xs" mt={6}>
        {list.items.map((c) => (
          <Checkbox.Card key={c.id} value={c.id} disabled={c.status !== "published"} p="sm" withBorder opacity={c.status === "published" ? 1 : 0.75} aria-label={c.name}>
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Checkbox.Indicator disabled={c.status !== "published"} mt={2} />
              <div style={{ minWidth: 0 }}>
                <Text size="sm" fw={600} truncate>
                  {c.name}
                </Text>
                <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                  {c.status === "published" ? `${c.base_path} · ${c.endpoints.length} ${c.endpoints.length === 1 ? "endpoint" : "endpoints"}` : "Not published yet, so it cannot be called. Publish it first."}
                </Text>
              </div>
            </Group>
          </Checkbox.Card>
        ))}
        <More of="collections" list={list} />
        <Text size="sm" aria-live="polite">
          {reach(list.items.filter((c) => collections.includes(c.id)), profile.allowed_methods)}
        </Text>
      </Stack>
    </Checkbox.Group>
  );
}

function Policies({ form }: { form: UseFormReturnType<Draft> }) {
  const list = usePolicies();
  const { policy } = form.values;
  // A policy that was chosen before may be gone.
  const gone = !["", "new", "none"].includes(policy) && !list.isPending && !list.hasNextPage && !list.items.some((p) => p.id === policy);
  const only = list.items.length === 1 ? list.items[0]!.id : undefined;
  const none = !list.isPending && list.items.length === 0;
  useEffect(() => {
    // What is most likely meant: the one there is, else the usual one.
    if (gone) form.setValues({ policy: "" });
    else if (policy === "" && (only || none)) form.setValues({ policy: only ?? "new" });
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [only, none, gone]);
  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />;
  return (
    <Radio.Group label="Rate limit policy" value={policy || "none"} onChange={(v) => form.setValues({ policy: v })} error={form.errors.policies}>
      <Stack gap="sm" mt={8}>
        {list.items.map((p) => (
          <Radio key={p.id} value={p.id} label={p.name} description={policyText(p)} styles={{ label: { overflowWrap: "anywhere" } }} />
        ))}
        <More of="policies" list={list} />
        <Radio value="new" label="New policy…" />
        {policy === "new" && <NewPolicy form={form} />}
        <Radio value="none" label="None" description="Calls are not limited." />
      </Stack>
    </Radio.Group>
  );
}

/** What does not fit on the first page of a list is a click away. */
function More({ of, list }: { of: string; list: ReturnType<typeof useCollections> | ReturnType<typeof usePolicies> }) {
  if (!list.hasNextPage) return null;
  return (
    <Button variant="subtle" size="compact-sm" style={{ alignSelf: "flex-start" }} onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
      Show more {of}
    </Button>
  );
}

function NewPolicy({ form }: { form: UseFormReturnType<Draft> }) {
  const p = form.values.new_policy;
  const set = (change: Partial<Draft["new_policy"]>) => {
    form.clearErrors();
    form.setValues({ new_policy: { ...p, ...change } });
  };
  const error = (field: string) => form.errors[`new_policy.${field}`];
  return (
    <Paper withBorder p="sm" ml={28}>
      <Stack gap="sm">
        <TextInput label="Policy name" required spellCheck={false} autoComplete="off" value={p.name} onChange={(e) => set({ name: e.currentTarget.value })} error={error("name")} />
        <Group grow align="flex-start">
          <WholeNumber label="Requests" value={p.requests} onChange={(requests) => set({ requests })} error={error("requests")} />
          <Select
            label="Per"
            data={[
              { value: "1s", label: "second" },
              { value: "1m", label: "minute" },
              { value: "1h", label: "hour" },
            ]}
            value={p.window}
            onChange={(window) => set({ window: window ?? "1m" })}
            allowDeselect={false}
            error={error("window")}
          />
        </Group>
        <Group grow align="flex-start">
          <WholeNumber label="Quota requests" value={p.quota} onChange={(quota) => set({ quota })} error={error("quota")} />
          <Select label="Quota period" data={["hour", "day", "week", "month"]} value={p.period} onChange={(period) => set({ period: (period ?? "day") as typeof p.period })} allowDeselect={false} error={error("period")} />
        </Group>
      </Stack>
    </Paper>
  );
}
