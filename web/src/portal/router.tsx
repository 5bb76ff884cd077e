import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from "@tanstack/react-router";
import { NotFound } from "./pages/not-found";
import { SessionGate } from "./shell/session-gate";
import { Shell } from "./shell/shell";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

// Reachable without a session.
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./pages/sign-in"), "SignIn"),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  component: () => (
    <SessionGate>
      <Shell />
    </SessionGate>
  ),
});

/** Filters and open sheets live in the URL, so that every view can be shared. */
export type Search = Record<string, string | undefined>;

function readSearch(search: Record<string, unknown>): Search {
  const out: Search = {};
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== "") out[key] = String(value);
  }
  return out;
}

// The list of pages: path, and the module and component that show it.
const pages = [
  page("/", () => import("./pages/home"), "Home"),
  page("/collections", () => import("./pages/collections"), "Collections"),
  page("/collections/$collection", () => import("./pages/collection"), "Collection"),
  page("/collections/$collection/$operation", () => import("./pages/operation"), "Operation"),
  page("/requests", () => import("./pages/requests"), "Requests"),
  page("/requests/$id", () => import("./pages/request"), "Request"),
  page("/usage", () => import("./pages/usage"), "Usage"),
  page("/credentials", () => import("./pages/credentials"), "Credentials"),
  page("/account", () => import("./pages/account"), "Account"),
];

function page<M extends Record<string, unknown>>(path: string, load: () => Promise<M>, name: keyof M & string) {
  return createRoute({
    getParentRoute: () => shell,
    path,
    validateSearch: readSearch,
    component: lazyRouteComponent(load as never, name as never),
  });
}

export const router = createRouter({
  routeTree: root.addChildren([signIn, shell.addChildren(pages)]),
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: "intent",
  scrollRestoration: true,
});
