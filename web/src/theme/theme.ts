import { ActionIcon, Button, createTheme, type MantineColorsTuple, Tooltip } from "@mantine/core";

const pencil: MantineColorsTuple = [
  "#e9edfc",
  "#cfd8f8",
  "#a9b9f2",
  "#8197ea",
  "#5f79e0",
  "#4360d6",
  "#2745c4",
  "#2240b8",
  "#1c349b",
  "#16297a",
];

/** From text to ground: the greys of the dark theme, as cool as its paper. */
const dark: MantineColorsTuple = [
  "#e9ecf2",
  "#b4bdcb",
  "#909bac",
  "#5e6879",
  "#465062",
  "#2f3744",
  "#222933",
  "#171b22",
  "#12161c",
  "#0f1217",
];

/** Mantine wearing the page's own tokens (`tokens.css`), so that its parts and ours cannot drift apart. */
export const theme = createTheme({
  primaryColor: "pencil",
  primaryShade: { light: 6, dark: 5 },
  colors: { pencil, dark },
  fontFamily: "var(--font-ui)",
  fontFamilyMonospace: "var(--font-mono)",
  defaultRadius: "md",
  radius: { sm: "6px", md: "8px", lg: "10px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ styles: { label: { fontWeight: 550 } } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 250, withArrow: true } }),
  },
});
