import { Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import type { OperationBrief } from "../api/types";
import { useCollection } from "../parts/collections";

/** The operations of a collection below its name, by tag; those that may not be called carry a lock. */
export function OperationLinks({ collection, onNavigate }: { collection: string; onNavigate: () => void }) {
  const { data } = useCollection(collection);
  const { operation } = useParams({ strict: false }) as { operation?: string };
  if (!data) return null;
  return (
    <div className="operation-links">
      {byTag(data.operations_list).map(([tag, operations]) => (
        <div key={tag}>
          {tag && (
            <Text size="xs" fw={600} c="dimmed" px={10} pt={8} pb={2}>
              {tag}
            </Text>
          )}
          {operations.map((o) => (
            <Link
              key={o.id}
              to={`/collections/${collection}/${o.id}`}
              className="operation-link"
              data-active={o.id === operation || undefined}
              data-locked={!o.callable || undefined}
              aria-current={o.id === operation ? "page" : undefined}
              title={o.callable ? undefined : (o.reason ?? undefined)}
              onClick={onNavigate}
            >
              <span>{o.summary || o.path}</span>
              {!o.callable && <IconLock size={12} aria-label="not enabled" style={{ flexShrink: 0 }} />}
              <span className={`method ${o.method.toLowerCase()}`}>{o.method}</span>
            </Link>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Operations under their first tag, in the order in which tags first appear. */
export function byTag(operations: OperationBrief[]): [string, OperationBrief[]][] {
  const groups = new Map<string, OperationBrief[]>();
  for (const o of operations) {
    const tag = o.tags[0] ?? "";
    groups.set(tag, [...(groups.get(tag) ?? []), o]);
  }
  return [...groups];
}
