import { defineConfig } from "@playwright/test";

// The tests drive the real binary with Debian's Chromium; nothing is downloaded.
// GATEHOUSE_BINARY names another binary, SCREENS a folder for pictures, TRACE
// keeps a trace of what fails (recording slows every test down).
export default defineConfig({
  testDir: "tests",
  testMatch: "**/*.spec.ts",
  outputDir: process.env.PLAYWRIGHT_OUTPUT ?? "test-results",
  fullyParallel: true,
  workers: Number(process.env.PLAYWRIGHT_WORKERS ?? 2),
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  // A busy machine may starve a browser; what passes the second time is listed as flaky.
  retries: 2,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: "reduce" },
    permissions: ["clipboard-read", "clipboard-write"],
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
});
