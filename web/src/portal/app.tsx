import { localStorageColorSchemeManager, MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { queryClient } from "@shared/api/query";
import { cssVariables, theme } from "@shared/theme";
import { Hints } from "@shared/ui/hints";
import { SiteName } from "@shared/ui/page";
import { shadesOf, useOptions } from "./brand";
import { router } from "./router";

const colorScheme = localStorageColorSchemeManager({ key: "gatehouse-color-scheme" });

export function App({ nonce }: { nonce: string }) {
  return (
    <QueryClientProvider client={queryClient}>
      <Branded nonce={nonce}>
        <RouterProvider router={router} />
      </Branded>
    </QueryClientProvider>
  );
}

/** The operator's name and accent colour. */
function Branded({ nonce, children }: { nonce: string; children: ReactNode }) {
  const { brand } = useOptions();
  const accented = useMemo(() => (brand.accent_color ? mergeThemeOverrides(theme, { colors: { brand: shadesOf(brand.accent_color) } }) : theme), [brand.accent_color]);
  return (
    <MantineProvider theme={accented} cssVariablesResolver={cssVariables} defaultColorScheme="auto" colorSchemeManager={colorScheme} getStyleNonce={() => nonce}>
      <SiteName value={brand.name}>{children}</SiteName>
      <Hints />
    </MantineProvider>
  );
}
