import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { pageHints } from "./vite.hints";
import { themeStyles } from "./vite.theme";

const path = (p: string) => fileURLToPath(new URL(p, import.meta.url));

// The APIs of a running `gatehouse demo`, for `make dev`.
const backend = process.env.GATEHOUSE_CONSOLE ?? "http://127.0.0.1:8081";
const portal = process.env.GATEHOUSE_PORTAL ?? "http://127.0.0.1:8082";

// Files that many pages share: dozens of small ones take more bytes and more
// time than a few. What opens over a page (menus, sheets, forms) is apart from
// what draws it, so that the first picture does not wait for it.
const drawing = "ActionIcon|Alert|Anchor|Badge|Center|CloseButton|Code|Container|Group|Input|Burger|Kbd|Loader|Paper|Skeleton|Stack|Text|TextInput|Title|Transition|UnstyledButton";
const shared = [
  { name: "base", priority: 3, test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store|get-nonce|@tanstack\/(query|react-query|router|react-router|history|store|react-store)[^/]*|@mantine\/core\/esm\/core)\// },
  { name: "page", priority: 2, test: new RegExp(`@mantine/core/esm/components/(Button|${drawing})/|@mantine/store/|use-hotkeys|@tabler/icons-react/|theme\\.css|@mantine/(core|notifications|spotlight)/styles|wght\\.css|src/shared/(styles|base\\.css|data-table\\.css|numbers|api/(client|list|one|query)|ui/(copy|data-table|hints|page|settled|states|status|table-|use-look|time))|src/console/(session|shell/(bell|keys|logo|navigation|open|page-error|palette-button|portal-link|session-ended|session-gate|shell|to-filter|user-menu)\\.|pages/clients/labels|parts/(action-button|attention|calls|filter-text|gathered|later|log-links|names|search-state|standing))`) },
  { name: "over", priority: 1, minShareCount: 6, test: /node_modules|src\/(shared|console\/(parts|shell))/ },
];

// Nearly all of these runs before the first picture. So marked, V8 compiles
// whole files on another thread while they arrive, rather than function by
// function on the page's own thread once each is called.
const neededAtOnce = new Set(["base", "page", "console"]);

// Two apps of one workspace, each built apart, so that the portal's
// listener has nothing of the console to give.
const apps = {
  console: { page: "index.html", folder: "../internal/webui/dist/build", shared },
  portal: { page: "portal.html", folder: "../internal/webui/dist/build/portal", shared: [{ name: "shared", test: /node_modules|src\/shared/, minShareCount: 7 }] },
};

export default defineConfig(({ mode }) => {
  const app = mode === "portal" ? apps.portal : apps.console;
  return {
    // Relative, so that both apps work under any base path: the server puts
    // the real one into <base href>.
    base: "./",
    plugins: [react(), themeStyles(), ...(mode === "portal" ? [] : [pageHints(path("src/console/router.tsx"))])],
    resolve: { alias: { "@shared": path("src/shared"), "@console": path("src/console"), "@portal": path("src/portal") } },
    build: {
      outDir: path(app.folder),
      emptyOutDir: true,
      manifest: true,
      // A small font turned into a data: URL would break the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: { [mode === "portal" ? "portal" : "console"]: path(app.page) },
        output: { codeSplitting: { groups: app.shared }, postBanner: ({ name }) => (neededAtOnce.has(name) ? "//# allFunctionsCalledOnLoad" : "") },
      },
    },
    server: { proxy: { "/api": { target: backend, changeOrigin: true }, "/portal/api": { target: portal, changeOrigin: true } } },
    test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["tests/unit.setup.ts"], testTimeout: 20_000 },
  };
});
