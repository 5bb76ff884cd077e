import { Box, Button, Group, Stack, Stepper } from "@mantine/core";
import { useEffect, useRef } from "react";
import { Failure } from "@shared/ui/states";
import { AccessStep } from "./access-step";
import { CredentialsStep } from "./credentials-step";
import { type Onboarding, stepErrors, steps } from "./draft";
import { PartnerStep, useTaken } from "./partner-step";
import { PortalStep } from "./portal-step";
import { Review } from "./review";
import { type KeptDraft, useDraft } from "./use-draft";
import { useOnboard } from "./use-onboard";
import { WillBeCreated } from "./will-be-created";

const under = ["Client", "Profile", "Collections", "People"];
const panes = [PartnerStep, CredentialsStep, AccessStep, PortalStep];

/** Four steps, a review and Create. Enter continues, Back keeps what was typed. */
export function Wizard({ draft, onKept, onDone }: { draft?: KeptDraft; onKept: (id: string) => void; onDone: (made: Onboarding) => void }) {
  const { form, settled, forget } = useDraft(draft, onKept);
  const { step } = form.values;
  const pane = useRef<HTMLDivElement>(null);
  const taken = useTaken(form.values.client.name);
  const go = (to: number) => form.setValues({ step: to });
  const { create, check, busy, unbound } = useOnboard(form, settled, (made) => {
    forget();
    onDone(made);
  });
  useEffect(() => {
    // The keyboard goes where the eyes go.
    const first = pane.current?.querySelector<HTMLElement>("[data-autofocus]") ?? pane.current?.querySelector<HTMLElement>("input:not([disabled]), button:not([disabled])");
    first?.focus();
  }, [step]);
  const forward = () => {
    if (step === steps.length) return create();
    const errors = stepErrors(step, form.values);
    if (step === 0 && taken) errors["client.name"] = "A client of this name exists.";
    form.setErrors(errors);
    if (Object.keys(errors).length > 0) return focusFirstError(pane.current);
    if (step === steps.length - 1) check();
    go(step + 1);
  };
  const Pane = panes[step];
  return (
    <div className="with-aside">
      <form
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          forward();
        }}
      >
        <Stack gap="lg">
          <Stepper active={step} onStepClick={go} allowNextStepsSelect={false} size="sm" iconSize={34} className="steps">
            {steps.map((label, i) => (
              <Stepper.Step key={label} label={label} description={under[i]} aria-label={`Step ${i + 1}: ${label}`} aria-current={i === step ? "step" : undefined} />
            ))}
          </Stepper>
          {unbound && <Failure error={unbound} />}
          <Box ref={pane} maw={600}>
            {Pane ? <Pane form={form} /> : <Review draft={form.values} onEdit={go} />}
          </Box>
          <Group>
            {step > 0 && (
              <Button variant="default" onClick={() => go(step - 1)}>
                Back
              </Button>
            )}
            <Button type="submit" loading={busy}>
              {step === steps.length ? "Create" : "Continue"}
            </Button>
          </Group>
        </Stack>
      </form>
      <WillBeCreated draft={form.values} reached={step} />
    </div>
  );
}

function focusFirstError(pane: HTMLElement | null) {
  requestAnimationFrame(() => pane?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
}
