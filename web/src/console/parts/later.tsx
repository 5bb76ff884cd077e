import { type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";
import { Settled } from "@shared/ui/settled";
import { Loading } from "@shared/ui/states";

/** A part of a page whose code is fetched when it is shown. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, meanwhile: ReactNode = <Loading />): ComponentType<P> {
  const Lazy = lazy(async () => ({ default: await load() })) as unknown as ComponentType<P>;
  return function Later(props: P) {
    return (
      <Suspense fallback={meanwhile}>
        <Lazy {...props} />
      </Suspense>
    );
  };
}

/** A sheet whose code is fetched when it is first opened; most visits never do. */
export function laterSheet<P extends { opened: boolean }>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Lazy = lazy(async () => ({ default: await load() })) as unknown as ComponentType<P>;
  return function LaterSheet(props: P) {
    const [needed, setNeeded] = useState(props.opened);
    if (props.opened && !needed) setNeeded(true);
    return needed ? (
      <Suspense>
        <Lazy {...props} />
      </Suspense>
    ) : null;
  };
}

/** A list's filters, which come after the list. Their room is kept: nothing jumps when they do. */
export function laterFilters<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const toCome = <div className="filters-to-come" />;
  const Filters = later(load, toCome);
  return function LaterFilters(props: P) {
    return (
      <Settled meanwhile={toCome}>
        <Filters {...props} />
      </Settled>
    );
  };
}
