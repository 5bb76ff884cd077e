import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@shared/styles";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "@shared/base.css";
import "@shared/data-table.css";

import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { answered, queryClient } from "@shared/api/query";
import { theme } from "@shared/theme";
import { Hints } from "@shared/ui/hints";
import { settle, Settled } from "@shared/ui/settled";
import { router } from "./router";

// The server puts a fresh nonce into every page; styles that libraries add
// while running carry it, so the policy needs no 'unsafe-inline'.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
setNonce(nonce);

// What is shown once something was done is not needed for the first picture.
const Toasts = lazy(async () => ({ default: (await import("@mantine/notifications")).Notifications }));

const colorScheme = localStorageColorSchemeManager({ key: "gatehouse-color-scheme" });

const app = (
  <StrictMode>
    <MantineProvider theme={theme} withCssVariables={false} defaultColorScheme="auto" colorSchemeManager={colorScheme} getStyleNonce={() => nonce}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Hints />
        <Settled>
          <Suspense>
            <Toasts position="bottom-right" />
          </Suspense>
        </Settled>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>
);

// The first picture is drawn once and whole where the server is quick: drawing
// it without rows, then again with them, takes a slow computer longer. Of a
// server that is slow, it shows the waiting.
await router.load();
await answered(300);
createRoot(document.getElementById("root")!).render(app);
await answered(3_000);
requestAnimationFrame(() => whenIdle(settle));

/** After the picture and what the person does with it; at once where a browser cannot tell when that is. */
function whenIdle(act: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout: 1_000 });
  else setTimeout(act);
}
