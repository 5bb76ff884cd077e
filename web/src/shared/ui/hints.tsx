import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { exactTime } from "./time";

const after = 300; // milliseconds of hovering
const id = "hint";

/**
 * The one tooltip of the page: whatever has a data-hint shows it on hover, focus
 * and touch. A table has hundreds of them; a tooltip of its own for each would
 * be most of the work of drawing it.
 */
export function Hints() {
  const [target, setTarget] = useState<HTMLElement>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = (event: Event) => {
      const over = event.target instanceof Element ? event.target : null;
      if (over?.id === id) return; // what it says can be reached and read
      const next = over?.closest<HTMLElement>("[data-hint]") ?? undefined;
      clearTimeout(timer);
      timer = setTimeout(() => setTarget(next), next && event.type === "pointerover" ? after : 0);
    };
    const close = (event: Event) => {
      clearTimeout(timer);
      if (!(event instanceof KeyboardEvent) || event.key === "Escape") setTarget(undefined);
    };
    const listen: [string, (event: Event) => void][] = [["pointerover", look], ["focusin", look], ["focusout", close], ["scroll", close], ["keydown", close]];
    for (const [name, run] of listen) document.addEventListener(name, run, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      for (const [name, run] of listen) document.removeEventListener(name, run, { capture: true });
    };
  }, []);
  return target ? <Bubble target={target} /> : null;
}

function Bubble({ target }: { target: HTMLElement }) {
  const bubble = useRef<HTMLDivElement>(null);
  const text = useHint(target);
  useLayoutEffect(() => {
    if (!bubble.current) return;
    const at = target.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = bubble.current;
    const above = at.top - height - 6;
    const left = Math.max(6, Math.min(at.left + (at.width - width) / 2, document.documentElement.clientWidth - width - 6));
    bubble.current.style.translate = `${left}px ${above > 6 ? above : at.bottom + 6}px`;
  }, [target, text]);
  useEffect(() => {
    if (target.ariaLabel === text || target.hasAttribute("aria-describedby")) return;
    target.setAttribute("aria-describedby", id);
    return () => target.removeAttribute("aria-describedby");
  }, [target, text]);
  return text ? (
    <div ref={bubble} id={id} role="tooltip" className="hint">
      {text}
    </div>
  ) : null;
}

/** A relative time does not work out its exact one before it is asked for. */
const hintOf = (target: HTMLElement) => (target instanceof HTMLTimeElement ? exactTime(target.dateTime) : target.dataset.hint);

/** The hint, also when it changes while it is shown: "Copy", then "copied". It goes with what it is about. */
function useHint(target: HTMLElement): string | undefined {
  const read = () => (target.isConnected ? hintOf(target) : undefined);
  const [text, setText] = useState(read);
  useEffect(() => {
    const update = () => setText(read());
    update();
    const changes = new MutationObserver(update);
    changes.observe(target, { attributeFilter: ["data-hint"] });
    changes.observe(document.body, { childList: true, subtree: true });
    return () => changes.disconnect();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [target]);
  return text;
}
