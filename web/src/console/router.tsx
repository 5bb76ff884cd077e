import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from "@tanstack/react-router";
import { queryClient } from "@shared/api/query";
import { NotFound } from "./pages/not-found";
import { PageError } from "./shell/page-error";
import { SessionGate } from "./shell/session-gate";
import { meQuery } from "./session";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

// Reachable without a session.
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/login",
  component: lazyRouteComponent(() => import("./pages/sign-in"), "SignIn"),
});
const setUp = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("./pages/set-up"), "SetUp"),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  // Asked for beside the code, not after it.
  loader: () => void queryClient.prefetchQuery(meQuery),
  component: SessionGate,
});

/** Filters, tabs and open drawers live in the URL, so that every view can be shared. */
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
  page("/clients", () => import("./pages/clients"), "Clients"),
  page("/clients/$id", () => import("./pages/clients/client"), "Client"),
  page("/clients/$id/$tab", () => import("./pages/clients/client"), "Client"),
  page("/profiles", () => import("./pages/profiles"), "Profiles"),
  page("/profiles/$id", () => import("./pages/profiles/profile"), "Profile"),
  page("/policies", () => import("./pages/policies"), "Policies"),
  page("/policies/$id", () => import("./pages/policies/policy"), "Policy"),
  page("/access-requests", () => import("./pages/access-requests"), "AccessRequests"),
  page("/account", () => import("./pages/account"), "Account"),
  page("/collections", () => import("./pages/collections"), "Collections"),
  page("/collections/$id", () => import("./pages/collections/collection"), "Collection"),
  page("/collections/$id/$tab", () => import("./pages/collections/collection"), "Collection"),
  page("/logs/requests", () => import("./pages/request-logs"), "RequestLogs"),
  page("/logs/requests/$id", () => import("./pages/request-log"), "RequestLogPage"),
  page("/logs/audit", () => import("./pages/audit-logs"), "AuditLogs"),
  page("/onboard", () => import("./pages/onboard"), "Onboard"),
  page("/settings", () => import("./pages/settings"), "Settings"),
  page("/settings/$tab", () => import("./pages/settings"), "Settings"),
  page("/outbox", () => import("./pages/outbox"), "Outbox"),
  page("/", () => import("./pages/overview"), "Overview"),
];

/** A page's module may know what to ask the server for: that is done while its code is still being drawn, or when the pointer is over a link to it. */
interface PageModule {
  warm?: (search: Search) => void;
}

function page<M extends PageModule & Record<string, unknown>>(path: string, load: () => Promise<M>, name: keyof M & string) {
  return createRoute({
    getParentRoute: () => shell,
    path,
    validateSearch: readSearch,
    loaderDeps: ({ search }) => search,
    // Waited for, so that what the page asks is asked before it is drawn.
    loader: async ({ deps }) => (await load()).warm?.(deps),
    component: lazyRouteComponent(load as never, name as never),
  });
}

export const router = createRouter({
  routeTree: root.addChildren([signIn, setUp, shell.addChildren(pages)]),
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: "intent",
  defaultErrorComponent: PageError,
  scrollRestoration: true,
});
