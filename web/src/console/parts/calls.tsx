import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { whole } from "@shared/numbers";
import { useSettled } from "@shared/ui/settled";
import { gathered } from "./gathered";
import { requestLogs } from "./log-links";

type By = "client" | "collection" | "policy";
type Calls = Schemas["CallsOf"];
const callsBy = (by: By) => gathered(async (keys) => (await api.get<Schemas["Calls"]>("/request-logs/calls", { by, keys: keys.join(",") })).items);
const callsOf: Record<By, (key: string) => Promise<Calls>> = { client: callsBy("client"), collection: callsBy("collection"), policy: callsBy("policy") };

interface CountProps {
  by: By;
  /** A client's id, the name of a collection or policy. */
  of: string;
  what: "requests" | "errors" | "limited" | "share of errors";
  /** Shows what is counted in the request logs. */
  linked?: boolean;
}

/** The calls of the last 24 hours, once the page is at rest. */
export function useCalls(by: By, of: string) {
  const enabled = useSettled();
  return useQuery({ queryKey: ["calls", by, of], queryFn: () => callsOf[by](of), staleTime: 60_000, enabled });
}

/** A figure of the last 24 hours in a list, which does not wait for it. */
export function Count({ by, of, what, linked }: CountProps) {
  const { data, error } = useCalls(by, of);
  if (!data) return error && <span className="dimmed" data-hint="The figures cannot be read at the moment.">–</span>;
  const share = data.errors / Math.max(1, data.requests);
  const figure = what === "share of errors" ? share : data[what];
  const text = what === "share of errors" && share > 0 ? `${(100 * share).toFixed(1)} %` : whole(figure);
  if (figure === 0) return <span className="dimmed">{text}</span>;
  if (linked) return <Link className="quiet" {...requestLogs({ [by]: of, source: "gateway" })}>{text}</Link>;
  return <span className={what !== "limited" && share > grave ? "grave" : undefined}>{text}</span>;
}

// From this share on errors stand out.
const grave = 0.05;
