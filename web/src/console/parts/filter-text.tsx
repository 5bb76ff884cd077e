import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

interface FilterTextProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  /** Alone in its row on narrow screens. */
  wide?: boolean;
  /** Pixels on wide screens. */
  width?: number;
}

/** A text filter that lives in the address: it follows what is typed with a pause, and the address at once. */
export function FilterText({ label, placeholder, value, onChange, wide, width }: FilterTextProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    onChange(next);
  }, 250);
  useEffect(() => {
    // Only what came from elsewhere, such as a link, replaces what is typed.
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={15} />}
      value={text}
      onChange={(e) => {
        setText(e.currentTarget.value);
        send(e.currentTarget.value.trim());
      }}
      w={{ base: wide ? "100%" : "calc(50% - 6px)", sm: width ?? (wide ? 320 : 230) }}
    />
  );
}
