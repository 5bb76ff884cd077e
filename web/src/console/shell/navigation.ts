import { IconChartAreaLine, IconHistory, IconId, IconMailbox, IconSettings, IconShieldHalf, IconStack2, IconUserQuestion, IconUsers, IconActivity } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Area } from "../session";

export interface Place {
  label: string;
  to: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  area: Area;
  key?: string; // second key of the "g …" shortcut
}

export interface Section {
  label?: string;
  places: Place[];
}

// The names and their order are the recipe's.
export const sections: Section[] = [
  {
    places: [
      { label: "Overview", to: "/", icon: IconChartAreaLine, area: "request_logs", key: "o" },
      { label: "Collections", to: "/collections", icon: IconStack2, area: "partners", key: "c" },
    ],
  },
  {
    label: "Clients & Profiles",
    places: [
      { label: "Clients", to: "/clients", icon: IconUsers, area: "partners", key: "p" },
      { label: "Profiles", to: "/profiles", icon: IconId, area: "partners", key: "f" },
      { label: "Policies", to: "/policies", icon: IconShieldHalf, area: "partners", key: "l" },
    ],
  },
  {
    label: "Logs",
    places: [
      { label: "Request Logs", to: "/logs/requests", icon: IconActivity, area: "request_logs", key: "r" },
      { label: "Audit Logs", to: "/logs/audit", icon: IconHistory, area: "audit_logs", key: "a" },
    ],
  },
];

export const bottom: Place[] = [
  { label: "Access requests", to: "/access-requests", icon: IconUserQuestion, area: "partners" },
  { label: "Outbox", to: "/outbox", icon: IconMailbox, area: "system" },
  { label: "Settings", to: "/settings", icon: IconSettings, area: "system" },
];
