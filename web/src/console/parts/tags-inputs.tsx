import { TagsInput, type TagsInputProps } from "@mantine/core";
import { addressRule, emailRule } from "./rules";

type Props = Omit<TagsInputProps, "value" | "onChange"> & { value: string[]; onChange: (value: string[]) => void };

/** Mail addresses as chips; a pasted list becomes one chip each. */
export function EmailsInput(props: Props) {
  return <Chips placeholder="dev@acme.example" type="email" rule={emailRule} fold {...props} />;
}

/** Addresses and CIDR blocks as chips. */
export function AddressesInput(props: Props) {
  return <Chips placeholder="203.0.113.0/24" rule={addressRule} {...props} />;
}

interface ChipsProps extends Props {
  rule: (value: string) => string | null;
  /** Letter case does not count. */
  fold?: boolean;
}

/** Words as chips; the first that breaks the rule is named. */
export function Chips({ rule, fold, value, onChange, error, ...props }: ChipsProps) {
  const wrong = value.find((v) => rule(v) !== null);
  const take = (next: string[]) => onChange([...new Set(next.map((v) => (fold ? v.trim().toLowerCase() : v.trim())))].filter(Boolean));
  return (
    <TagsInput
      {...props}
      placeholder={value.length === 0 ? props.placeholder : undefined}
      value={value}
      onChange={take}
      acceptValueOnBlur
      clearable={false}
      splitChars={[",", ";", " ", "\n", "\t"]}
      error={error ?? (wrong ? `${shorten(wrong)}: ${rule(wrong)}` : undefined)}
    />
  );
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
