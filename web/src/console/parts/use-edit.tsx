import { useForm, type UseFormInput } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { api, Problem } from "@shared/api/client";
import { formErrors } from "@shared/ui/form-errors";
import { Failure } from "@shared/ui/states";
import { Conflict } from "./conflict";

interface EditOptions<R, V extends object> {
  /** Where the resource is read; also the key of its query. */
  path: string;
  resource: R;
  values: (resource: R) => V;
  validate?: UseFormInput<V>["validate"];
  /** Names of the fields, for the conflict dialog. */
  labels: Record<string, string>;
  save: (values: V, ifMatch: number) => Promise<R>;
  saved?: (resource: R) => void;
}

/**
 * A form over something that exists. It sends the version it was filled from;
 * when somebody saved in between, both versions are shown and one is chosen.
 * What changes on the server is taken over while nothing was typed.
 */
export function useEdit<R extends { id: string; version: number }, V extends object>(options: EditOptions<R, V>) {
  const { path, resource, values, labels } = options;
  const cache = useQueryClient();
  const version = useRef(resource.version);
  const [theirs, setTheirs] = useState<R>();
  const form = useForm<V>({ initialValues: values(resource), validate: options.validate, validateInputOnBlur: true });

  const fill = (from: R) => {
    version.current = from.version;
    const next = values(from);
    form.setInitialValues(next);
    form.setValues(next);
    form.resetDirty(next);
    form.clearErrors();
  };
  useEffect(() => {
    if (resource.version !== version.current && !form.isDirty()) fill(resource);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [resource]);

  const save = useMutation({
    mutationFn: (v: V) => options.save(v, version.current),
    onSuccess: (next) => {
      fill(next);
      cache.setQueryData([path], next);
      void cache.invalidateQueries();
      notifications.show({ color: "teal", message: "Saved" });
      options.saved?.(next);
    },
    onError: async (error) => {
      form.setErrors(formErrors(error));
      if (error instanceof Problem && error.status === 412) setTheirs(await api.get<R>(path));
    },
  });
  const stale = save.error instanceof Problem && save.error.status === 412;
  const onField = save.error ? Object.keys(formErrors(save.error)).length > 0 : false;
  const notices: ReactNode = (
    <>
      {save.error && !stale && !onField && <Failure error={save.error} />}
      {theirs && (
        <Conflict
          id={resource.id}
          mine={form.getValues()}
          theirs={values(theirs)}
          labels={labels}
          onKeepMine={() => {
            version.current = theirs.version;
            setTheirs(undefined);
            save.mutate(form.getValues());
          }}
          onTakeTheirs={() => {
            fill(theirs);
            cache.setQueryData([path], theirs);
            setTheirs(undefined);
          }}
          onClose={() => setTheirs(undefined)}
        />
      )}
    </>
  );
  return { form, saving: save.isPending, dirty: form.isDirty(), submit: form.onSubmit((v) => save.mutate(v)), notices };
}
