import { Box, Tabs } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

export interface DetailTab {
  value: string;
  label: ReactNode;
  content: () => ReactNode;
}

/** The tabs of one resource. The open one is the last part of the address: /clients/cl_…/policies. */
export function DetailTabs({ of, base, active, tabs }: { of: string; base: string; active?: string; tabs: DetailTab[] }) {
  const navigate = useNavigate();
  const open = tabs.find((t) => t.value === active) ?? tabs[0]!;
  return (
    <Tabs value={open.value} onChange={(next) => void navigate({ to: `${base}/${next}` })} keepMounted={false}>
      <Box style={{ overflowX: "auto" }}>
        <Tabs.List aria-label={of} style={{ flexWrap: "nowrap", minWidth: "max-content" }}>
          {tabs.map((t) => (
            <Tabs.Tab key={t.value} value={t.value}>
              {t.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Box>
      <Tabs.Panel value={open.value} pt="md" tabIndex={-1}>
        {open.content()}
      </Tabs.Panel>
    </Tabs>
  );
}
