import { type ComponentType, lazy, type ReactElement, type RefObject, Suspense, useEffect, useRef, useState } from "react";

interface Open {
  onClick: () => void;
  onPointerEnter: () => void;
  onFocus: () => void;
}

/**
 * A button whose menu or popover is fetched when somebody is about to open it,
 * for those that are on every page and that most visits never open. What is
 * fetched takes the button over.
 */
export function opener<P extends object>(load: () => Promise<ComponentType<P & { button: ReactElement }>>) {
  const Opened = lazy(async () => ({ default: await load() })) as unknown as ComponentType<P & { button: ReactElement }>;
  return function Opener({ button, ...props }: P & { button: (open?: Open) => ReactElement }) {
    const [asked, setAsked] = useState(false);
    const fetch = () => void load();
    if (!asked) return button({ onClick: () => setAsked(true), onPointerEnter: fetch, onFocus: fetch });
    return (
      <Suspense fallback={button()}>
        <Opened {...(props as unknown as P)} button={button()} />
      </Suspense>
    );
  };
}

/** For what was asked for by a click: it opens at once, and gives the focus back to its button. */
export function useOpenAtOnce(): { place: RefObject<HTMLSpanElement | null>; opened: boolean; onChange: (opened: boolean) => void } {
  const [opened, onChange] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    place.current?.querySelector("button")?.focus();
    onChange(true);
  }, []);
  return { place, opened, onChange };
}
