import { Center, Container, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { onSignedOut, Problem } from "@shared/api/client";
import { Failure } from "@shared/ui/states";
import { meQuery } from "../session";

const SessionEnded = lazy(async () => ({ default: (await import("./session-ended")).SessionEnded }));

/**
 * Lets pages through once it is known who is signed in. When a session ends
 * later, a dialog asks for a new code over the page, so that no input is lost.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery(meQuery);
  if (data) {
    return (
      <>
        {children}
        <Ended />
      </>
    );
  }
  if (error instanceof Problem && error.status === 401) return <ToSignIn />;
  if (error) {
    return (
      <Container size="xs" pt="xl" component="main">
        <Failure error={error} retry={() => void refetch()} />
      </Container>
    );
  }
  return (
    <Center h="100vh">
      <Loader aria-label="Loading" size="sm" />
    </Center>
  );
}

function Ended() {
  const [ended, setEnded] = useState(false);
  useEffect(() => onSignedOut(() => setEnded(true)), []);
  return ended ? (
    <Suspense>
      <SessionEnded onSignedIn={() => setEnded(false)} />
    </Suspense>
  ) : null;
}

/** Goes there once; <Navigate> would go again whenever the address changes. */
function ToSignIn() {
  const router = useRouter();
  const gone = useRef(false);
  useEffect(() => {
    if (gone.current) return;
    gone.current = true;
    const { href } = router.state.location;
    void router.navigate({ to: "/sign-in", search: (href === "/" ? {} : { next: href }) as never, replace: true });
  }, [router]);
  return null;
}
