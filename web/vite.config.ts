import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const path = (p: string) => fileURLToPath(new URL(p, import.meta.url));

// The APIs of a running `gatehouse demo`, for `make dev`.
const backend = process.env.GATEHOUSE_CONSOLE ?? "http://127.0.0.1:8081";
const portal = process.env.GATEHOUSE_PORTAL ?? "http://127.0.0.1:8082";

// Two apps of one workspace, each built apart, so that the portal's
// listener has nothing of the console to give.
const apps = {
  console: { page: "index.html", folder: "../internal/webui/dist/build" },
  portal: { page: "portal.html", folder: "../internal/webui/dist/build/portal" },
};

export default defineConfig(({ mode }) => {
  const app = mode === "portal" ? apps.portal : apps.console;
  return {
    // Relative, so that both apps work under any base path: the server puts
    // the real one into <base href>.
    base: "./",
    plugins: [react()],
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
        // What most pages of the portal share is one file: dozens of small
        // ones take more bytes together, and a visit looks at several pages.
        ...(mode === "portal" && { output: { advancedChunks: { groups: [{ name: "shared", test: /node_modules|src\/shared/, minShareCount: 7 }] } } }),
      },
    },
    server: { proxy: { "/api": { target: backend, changeOrigin: true }, "/portal/api": { target: portal, changeOrigin: true } } },
    test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["tests/unit.setup.ts"], testTimeout: 20_000 },
  };
});
