import { Tabs } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";

export interface Tab {
  value: string;
  label: string;
  count?: number;
  show: () => ReactNode;
}

/** The tabs of a detail page, each with an address of its own below `base`. */
export function PageTabs({ base, value, tabs, label }: { base: string; value: string; tabs: Tab[]; label: string }) {
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.some((t) => t.value === value) ? value : tabs[0]!.value;
  useEffect(() => {
    // On narrow screens the chosen tab may be out of sight.
    list.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <Tabs value={current} onChange={(next) => next && void navigate({ to: `${base}/${next}` })} activateTabWithKeyboard={false} keepMounted={false}>
      <Tabs.List ref={list} aria-label={label} className="tab-list">
        {tabs.map((t) => (
          <Tabs.Tab key={t.value} value={t.value} rightSection={t.count === undefined ? undefined : <Count n={t.count} />}>
            {t.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((t) => (
        <Tabs.Panel key={t.value} value={t.value} pt="md">
          {t.value === current ? t.show() : null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Count({ n }: { n: number }) {
  return <span className="count">{n}</span>;
}
