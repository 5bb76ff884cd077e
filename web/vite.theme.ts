import { convertCssVariables, deepMerge, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import type { Plugin } from "vite";
import { cssVariables, theme } from "./src/shared/theme";

const id = "virtual:theme.css";

/** The theme's variables as a style sheet, worked out by the build rather than by every page that is opened. */
export function themeStyles(): Plugin {
  return {
    name: "theme-styles",
    resolveId: (asked) => (asked === id ? `\0${id}` : undefined),
    load(asked) {
      if (asked !== `\0${id}`) return;
      const whole = mergeMantineTheme(DEFAULT_THEME, theme);
      return convertCssVariables(deepMerge(defaultCssVariablesResolver(whole), cssVariables(whole)), ":root");
    },
  };
}
