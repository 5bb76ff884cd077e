import { useEffect, useRef, useState } from "react";
import { url } from "./client";

const most = 5_000; // rows kept in the page
const hiddenFor = 60_000;

export type Connection = "off" | "connecting" | "live" | "broken";

/** Where records are missing among the live ones: they came too fast, or the connection was away. */
export interface Gap {
  /** When the newest record before it came. */
  after: string;
  /** null: nobody knows. */
  missed: number | null;
}

interface Row {
  id: string;
  at: string;
}

interface Live<R> {
  connection: Connection;
  /** Newest first. */
  rows: R[];
  /** Arrived while the page was being read. */
  waiting: number;
  gaps: Gap[];
  release: () => void;
}

interface Following {
  wanted: boolean;
  /** Somebody reads the rows: nothing may move. */
  reading: boolean;
  /** The connection is new: what happened before it is only in the list. */
  onResume: () => void;
}

/**
 * Follows a log by the path of its tail. While `reading`, new rows collect
 * aside, so that what is being read never moves. A tab that is hidden for a minute lets its
 * connection go; the caller reloads its list when `onResume` is called.
 */
export function useLive<R extends Row>(tail: string, parameters: Record<string, string>, { wanted, reading, onResume }: Following): Live<R> {
  const [rows, setRows] = useState<R[]>([]);
  const [aside, setAside] = useState<R[]>([]);
  const [connection, setConnection] = useState<Connection>("off");
  const [gaps, setGaps] = useState<Gap[]>([]);
  const visible = useVisible();
  const arrived = useRef<R[]>([]);
  const newest = useRef<string>(undefined);
  const read = useRef(reading);
  const resume = useRef(onResume);
  const key = JSON.stringify(parameters);
  useEffect(() => {
    read.current = reading;
    resume.current = onResume;
  });

  useEffect(() => {
    setRows([]);
    setAside([]);
    setGaps([]);
    newest.current = undefined;
  }, [key]);

  useEffect(() => {
    if (!wanted || !visible) {
      setConnection("off");
      return;
    }
    setConnection("connecting");
    const source = new EventSource(url(tail, JSON.parse(key) as Record<string, string>), { withCredentials: true });
    source.onopen = () => {
      setConnection("live");
      resume.current();
    };
    source.onerror = () => setConnection(source.readyState === EventSource.CLOSED ? "broken" : "connecting");
    const on = <T,>(event: string, take: (data: T) => void) => source.addEventListener(event, (e) => take(JSON.parse((e as MessageEvent<string>).data) as T));
    on<{ items: R[] }>("records", ({ items }) => {
      arrived.current.push(...items);
      newest.current = items.at(-1)?.at ?? newest.current;
    });
    on<{ missed: number | null }>("gap", ({ missed }) => {
      const after = newest.current;
      if (after) setGaps((before) => [{ after, missed }, ...before].slice(0, 50));
      else resume.current();
    });
    on("end", () => {
      source.close();
      setConnection("broken");
    });
    const timer = setInterval(() => {
      if (arrived.current.length === 0) return;
      const batch = arrived.current.splice(0).reverse();
      (read.current ? setAside : setRows)((before) => newer(batch, before));
    }, 250);
    return () => {
      source.close();
      clearInterval(timer);
      arrived.current = [];
    };
  }, [tail, wanted, visible, key]);

  const release = () => {
    setRows((before) => [...aside, ...before].slice(0, most));
    setAside([]);
  };
  return { connection, rows, waiting: aside.length, gaps, release };
}

/** A record may come twice around the moment of a new connection. */
function newer<R extends Row>(batch: R[], before: R[]): R[] {
  const known = new Set(before.slice(0, 1_000).map((r) => r.id));
  return [...batch.filter((r) => !known.has(r.id)), ...before].slice(0, most);
}

/** False once the tab was hidden for a minute. */
function useVisible(): boolean {
  const [visible, setVisible] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const change = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => setVisible(false), hiddenFor);
      else setVisible(true);
    };
    document.addEventListener("visibilitychange", change);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", change);
    };
  }, []);
  return visible;
}
