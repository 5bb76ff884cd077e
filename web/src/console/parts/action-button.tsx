import { Button, type ButtonProps } from "@mantine/core";
import type { ComponentPropsWithoutRef } from "react";
import { type Area, useWhyNot } from "../session";

type Props = ButtonProps & ComponentPropsWithoutRef<"button"> & { area: Area };

/** A button for a change: shown to everybody, disabled with the reason for those who may not. */
export function ActionButton({ area, disabled, ...props }: Props) {
  const whyNot = useWhyNot(area);
  return <Button {...props} disabled={disabled} data-hint={whyNot} data-disabled={whyNot ? true : undefined} aria-disabled={Boolean(whyNot) || disabled} onClick={whyNot ? (event) => event.preventDefault() : props.onClick} />;
}
