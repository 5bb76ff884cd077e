// npm run screens: pictures of every page for docs/screens.
import base from "../playwright.config";

export default { ...base, testDir: ".", testMatch: "screens.spec.ts", workers: 1, retries: 0, timeout: 600_000 };
