import { useSyncExternalStore } from "react";
import type { TryAnswer } from "../api/types";
import type { Inputs } from "./model";

/** A call that was made here. Nothing of it outlives the tab: it may hold personal data. */
export interface Made {
  at: string;
  collection: string;
  operation: string;
  method: string;
  path: string;
  inputs: Inputs;
  answer: TryAnswer;
}

const most = 20;
let made: Made[] = [];
const watchers = new Set<() => void>();

export function remember(call: Made): void {
  made = [call, ...made].slice(0, most);
  watchers.forEach((w) => w());
}

/** Another client, another person: what was called before is not theirs. */
export function forget(): void {
  made = [];
  watchers.forEach((w) => w());
}

function watch(onChange: () => void): () => void {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

export function useHistory(): Made[] {
  return useSyncExternalStore(watch, () => made);
}
