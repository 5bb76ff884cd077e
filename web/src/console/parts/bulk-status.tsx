import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "@shared/api/client";
import { whole } from "@shared/numbers";
import { ActionButton } from "./action-button";
import type { BulkWork } from "./bulk";
import { laterSheet } from "./later";

export const Bulk = laterSheet(async () => (await import("./bulk")).Bulk);

interface BulkStatusProps {
  /** "clients" */
  kind: string;
  items: { id: string; name: string }[];
  onDone: () => void;
  onExport: () => void;
}

/** Enable, disable and export what is ticked. */
export function BulkStatus({ kind, items, onDone, onExport }: BulkStatusProps) {
  const [doing, setDoing] = useState<"enabled" | "disabled">();
  const what = counted(items.length, kind);
  return (
    <>
      <ActionButton area="partners" variant="default" onClick={() => setDoing("enabled")}>
        Enable
      </ActionButton>
      <ActionButton area="partners" variant="default" onClick={() => setDoing("disabled")}>
        Disable
      </ActionButton>
      <ExportTicked onClick={onExport} />
      {doing && <Bulk opened items={items} onClose={() => setDoing(undefined)} onDone={onDone} {...workOf(doing, kind, what)} />}
    </>
  );
}

function workOf(status: "enabled" | "disabled", kind: string, what: string): BulkWork {
  const enable = status === "enabled";
  return {
    title: `${enable ? "Enable" : "Disable"} ${what}`,
    body: enable ? "Their calls are let through from the next request on." : "Their calls are refused from the next request on, and their open streams are closed. Enabling them takes it back.",
    confirm: enable ? "Enable" : "Disable",
    done: `${kind} ${status}`,
    danger: !enable,
    run: (id) => api.patch(`/${kind}/${id}`, { status }),
  };
}

/** "1 client", "3 clients" */
export function counted(n: number, kind: string): string {
  return `${whole(n)} ${n === 1 ? kind.replace(/ies$/, "y").replace(/s$/, "") : kind}`;
}

export function ExportTicked({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="default" leftSection={<IconDownload size={16} />} onClick={onClick}>
      Export CSV
    </Button>
  );
}
