import { Input, Stack } from "@mantine/core";
import { EntryInputs } from "./entry-inputs";
import { ChosenFile, PickFiles } from "./files";
import type { Field, Picked } from "./form";
import { type Inputs, keyOf } from "./model";
import type { Entry } from "./serialize";

interface FormInputProps {
  fields: Field[];
  inputs: Inputs;
  onChange: (inputs: Inputs) => void;
  absent: Entry[];
}

/** The fields of a form, in the order of the documentation. */
export function FormInput({ fields, inputs, onChange, absent }: FormInputProps) {
  const pick = (name: string, files: Picked[]) => onChange({ ...inputs, files: { ...inputs.files, [name]: files } });
  return (
    <Stack gap="xs">
      {fields.map(({ entry, file }) =>
        file ? (
          <FileField key={keyOf(entry)} entry={entry} files={inputs.files[entry.name] ?? []} onPick={(files) => pick(entry.name, files)} absent={absent.some((a) => keyOf(a) === keyOf(entry))} />
        ) : (
          <EntryInputs key={keyOf(entry)} entries={[entry]} values={inputs.values} onChange={(values) => onChange({ ...inputs, values })} absent={absent} />
        ),
      )}
    </Stack>
  );
}

function FileField({ entry: e, files, onPick, absent }: { entry: Entry; files: Picked[]; onPick: (files: Picked[]) => void; absent: boolean }) {
  const several = e.schema?.type === "array";
  return (
    <Input.Wrapper size="xs" label={<code>{e.name}</code>} withAsterisk={e.required} error={absent && files.length === 0 ? "Needed for this call" : undefined} labelElement="div" role="group" aria-label={e.name}>
      <Stack gap={4} align="flex-start">
        {files.map((f, i) => (
          <ChosenFile key={`${i} ${f.name}`} file={f} onRemove={() => onPick(files.filter((_, j) => j !== i))} />
        ))}
        {(several || files.length === 0) && <PickFiles label={several ? "Choose files" : "Choose a file"} multiple={several} onPick={(more) => onPick([...files, ...more])} />}
      </Stack>
    </Input.Wrapper>
  );
}
