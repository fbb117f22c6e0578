import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { common } from "../../texts/common";
import { Icon } from "../icons/Icon";

/** Switches between light and dark; until it is used, the system decides. */
export function ColorSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark";
  return (
    <ActionIcon
      size="lg"
      aria-label={dark ? common.toLight : common.toDark}
      onClick={() => setColorScheme(dark ? "light" : "dark")}
    >
      <Icon name={dark ? "sun" : "moon"} />
    </ActionIcon>
  );
}
