import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const path = (p: string) => fileURLToPath(new URL(p, import.meta.url));

// The admin API of a running `gatehouse demo`, for `make dev`.
const backend = process.env.GATEHOUSE_CONSOLE ?? "http://127.0.0.1:8081";

export default defineConfig({
  // Relative, so that the console works under any base path: the server puts
  // the real one into <base href>.
  base: "./",
  plugins: [react()],
  resolve: { alias: { "@shared": path("src/shared"), "@console": path("src/console") } },
  build: {
    outDir: path("../internal/webui/dist/build"),
    emptyOutDir: true,
    manifest: true,
    // A small font turned into a data: URL would break the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { console: path("index.html") } },
  },
  server: { proxy: { "/api": { target: backend, changeOrigin: true } } },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["tests/unit.setup.ts"], testTimeout: 20_000 },
});
