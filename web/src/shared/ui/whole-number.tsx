import { TextInput, type TextInputProps } from "@mantine/core";
import { type FocusEvent, useState } from "react";
import { whole } from "@shared/numbers";

type Value = number | string;

interface WholeNumberProps extends Omit<TextInputProps, "value" | "defaultValue" | "onChange"> {
  /** "" where nothing is entered. */
  value?: Value;
  onChange?: (value: Value) => void;
}


/** A whole number, shown as 50,000 while it is not being edited. */
export function WholeNumber({ value = "", onChange, onFocus, onBlur, ...props }: WholeNumberProps) {
  const [editing, setEditing] = useState(false);
  const known = value !== "" && Number.isSafeInteger(Number(value));
  return (
    <TextInput
      {...props}
      inputMode="numeric"
      autoComplete="off"
      value={known && !editing ? whole(Number(value)) : String(value)}
      onChange={(event) => {
        // Pasted numbers may be grouped; nothing else stands in a whole number.
        const digits = event.currentTarget.value.replace(/\D/g, "").slice(0, 15);
        onChange?.(digits === "" ? "" : Number(digits));
      }}
      onFocus={(event: FocusEvent<HTMLInputElement>) => {
        setEditing(true);
        onFocus?.(event);
      }}
      onBlur={(event: FocusEvent<HTMLInputElement>) => {
        setEditing(false);
        onBlur?.(event);
      }}
    />
  );
}
