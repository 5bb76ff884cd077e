import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const brand: MantineColorsTuple = [
  "#eef3ff", "#dbe4fd", "#b4c6f8", "#8aa5f3", "#678aef", "#5178ed", "#4470ed", "#355fd3", "#2b54be", "#1c48a8",
];

const labelledClose = { closeButtonProps: { "aria-label": "Close" } };

export const theme = createTheme({
  colors: { brand },
  primaryColor: "brand",
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  // Three weights: each one more is looked up and shaped anew on the first page.
  fontWeights: { bold: "600" },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.375rem" }, h2: { fontSize: "1.0625rem" }, h3: { fontSize: "0.9375rem" } } },
  components: {
    // The placeholder would be a child that a menu may not have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Drawer: { defaultProps: labelledClose },
    Modal: { defaultProps: { ...labelledClose, centered: true } },
    Notification: { defaultProps: labelledClose },
    Button: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "sm" } },
  },
});

// Under white text.
const red = { "--mantine-color-red-filled": "#c92a2a", "--mantine-color-red-filled-hover": "#b32525" };

// Mantine's own text colours miss WCAG AA in places; these reach it.
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...red,
    "--mantine-color-error": "#a61b1b",
    "--mantine-color-dimmed": "#5b6270",
    "--mantine-color-placeholder": "#6b7280",
    "--mantine-color-teal-light-color": "#04694f",
    "--mantine-color-orange-light-color": "#9a3b00",
    "--mantine-color-red-light-color": "#a61b1b",
    "--mantine-color-blue-light-color": "#14539a",
    "--mantine-color-gray-light-color": "#343a40",
    "--gatehouse-warning": "#8f3a00",
  },
  dark: {
    ...red,
    "--mantine-color-error": "#ff8f8f",
    "--mantine-color-dimmed": "#a6adb8",
    "--mantine-color-placeholder": "#9aa1ad",
    "--gatehouse-warning": "#ffb870",
  },
});
