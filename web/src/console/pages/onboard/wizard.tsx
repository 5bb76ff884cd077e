import { Box, Button, Group, Stack, Stepper } from "@mantine/core";
import { lazy, type RefObject, Suspense, useEffect, useRef } from "react";
import { Failure, Loading } from "@shared/ui/states";
import { type Onboarding, stepErrors, steps } from "./draft";
import { PartnerStep, useTaken } from "./partner-step";
import { type KeptDraft, useDraft } from "./use-draft";
import { useOnboard } from "./use-onboard";
import { WillBeCreated } from "./will-be-created";

const under = ["Client", "Profile", "Collections", "People"];

// The later steps are fetched while the first is filled in.
const loads = [
  () => import("./credentials-step").then((m) => ({ default: m.CredentialsStep })),
  () => import("./access-step").then((m) => ({ default: m.AccessStep })),
  () => import("./portal-step").then((m) => ({ default: m.PortalStep })),
];
const panes = [PartnerStep, ...loads.map((load) => lazy(load))];
const loadReview = () => import("./review").then((m) => ({ default: m.Review }));
const Review = lazy(loadReview);

interface WizardProps {
  draft?: KeptDraft;
  onKept: (id: string) => void;
  onDone: (made: Onboarding, invite: boolean) => void;
  onFinished: (client: string) => void;
}

/** Four steps, a review and Create. Enter continues, Back keeps what was typed. */
export function Wizard({ draft, onKept, onDone, onFinished }: WizardProps) {
  const { form, settled, forget, detach } = useDraft(draft, onKept);
  const { step } = form.values;
  const pane = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const taken = useTaken(form.values.client.name);
  const go = (to: number) => form.setValues({ step: to });
  const { create, check, busy, unbound } = useOnboard(form, {
    settled,
    detach,
    onDone: (made) => {
      forget();
      onDone(made, form.getValues().send_invites && made.client.portal_emails.length > 0);
    },
    onFinished: (client) => {
      forget();
      onFinished(client);
    },
  });
  useEffect(() => void Promise.all([...loads, loadReview].map((load) => load())), []);
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
            <Suspense fallback={<Loading />}>
              {Pane ? <Pane form={form} /> : <Review draft={form.values} onEdit={go} />}
              <Focus key={step} pane={pane} button={Pane ? undefined : button} />
            </Suspense>
          </Box>
          <Group>
            {step > 0 && (
              <Button variant="default" onClick={() => go(step - 1)}>
                Back
              </Button>
            )}
            <Button ref={button} type="submit" loading={busy}>
              {step === steps.length ? "Create" : "Continue"}
            </Button>
          </Group>
        </Stack>
      </form>
      <WillBeCreated draft={form.values} reached={step} />
    </div>
  );
}

/** The keyboard goes where the eyes go: to the first input of a step, on the review to Create. */
function Focus({ pane, button }: { pane: RefObject<HTMLElement | null>; button?: RefObject<HTMLElement | null> }) {
  useEffect(() => {
    // What a step lists may still be on its way.
    const arrival = new MutationObserver(() => focusFirst());
    const focusFirst = () => {
      const first = button?.current ?? pane.current?.querySelector<HTMLElement>("[data-autofocus]") ?? pane.current?.querySelector<HTMLElement>("input:not([disabled]), button:not([disabled])");
      first?.focus();
      if (first) arrival.disconnect();
      return Boolean(first);
    };
    // After the page, which puts the focus on its heading.
    const frame = requestAnimationFrame(() => {
      if (!focusFirst() && pane.current) arrival.observe(pane.current, { childList: true, subtree: true });
    });
    return () => {
      cancelAnimationFrame(frame);
      arrival.disconnect();
    };
  }, [pane, button]);
  return null;
}

function focusFirstError(pane: HTMLElement | null) {
  requestAnimationFrame(() => pane?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
}
