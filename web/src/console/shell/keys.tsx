import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useSingleKeys } from "@shared/ui/single-keys";
import { mayRead, useMe, useWhyNot } from "../session";
import { sections } from "./navigation";
import { onShowKeys, palette } from "./open";
import { toFilter } from "./to-filter";

const KeysSheet = lazy(async () => ({ default: (await import("./keys-sheet")).KeysSheet }));

const waitsFor = 1_500; // milliseconds between "g" and the letter

/**
 * Single keys: "g" and a letter go to a page, "o" onboards, "n" begins
 * something new, "?" shows them all. Off inside inputs and under dialogs, and
 * switched off altogether by whoever wants that (WCAG 2.1.4).
 */
export function Keys() {
  const navigate = useNavigate();
  const { role } = useMe();
  const whyNot = useWhyNot("partners");
  const [help, setHelp] = useState(false);
  const armed = useRef(0);
  useEffect(() => onShowKeys(() => setHelp(true)), []);
  const places = sections.flatMap((s) => s.places).filter((p) => p.key && mayRead(role, p.area));
  const alone: Record<string, () => void> = {
    "?": () => setHelp(true),
    "/": palette.open,
    o: () => !whyNot && void navigate({ to: "/onboard" }),
    n: () => within("button", /^New /)?.click(),
    e: () => within("button, a", /^Edit\b/)?.click(),
    f: toFilter,
  };
  const press = (key: string) => (event: KeyboardEvent) => {
    const place = Date.now() - armed.current < waitsFor ? places.find((p) => p.key === key) : undefined;
    armed.current = key === "g" ? Date.now() : 0;
    if (!place && !alone[key]) return;
    // The letter would be typed into what is focused by it.
    event.preventDefault();
    if (place) void navigate({ to: place.to });
    else alone[key]!();
  };
  const keys = ["g", ...Object.keys(alone), ...places.map((p) => p.key!)];
  useSingleKeys(Object.fromEntries(keys.map((key) => [key, press(key)])));
  return <Suspense>{help && <KeysSheet places={places.map((p) => [`g ${p.key}`, p.label])} mayOnboard={!whyNot} onClose={() => setHelp(false)} />}</Suspense>;
}

/** The first control of the page with such a text that can be used. */
function within(kind: string, text: RegExp): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(`main :is(${kind})`)].find((e) => text.test(e.textContent.trim()) && e.ariaDisabled !== "true");
}
