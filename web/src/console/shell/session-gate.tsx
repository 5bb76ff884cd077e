import { Center, Container, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { Problem } from "@shared/api/client";
import { Failure } from "@shared/ui/states";
import { meQuery } from "../session";
import { SessionEnded } from "./session-ended";
import { Shell } from "./shell";

/**
 * Lets pages through once it is known who is signed in. When a session ends
 * later, a dialog asks for the password over the page, so that no input is lost.
 */
export function SessionGate() {
  const { data, error, refetch } = useQuery(meQuery);
  if (data) {
    return (
      <>
        <Shell />
        <SessionEnded />
      </>
    );
  }
  if (error instanceof Problem && error.status === 401) {
    return <ToSignIn />;
  }
  if (error) {
    return (
      <Container size="xs" pt="xl">
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

/**
 * Goes there once. <Navigate> would go again whenever this renders, which a
 * changing address makes it do, without end.
 */
function ToSignIn() {
  const router = useRouter();
  const gone = useRef(false);
  useEffect(() => {
    if (gone.current) return;
    gone.current = true;
    void router.navigate({ to: "/login", search: { next: router.state.location.href } as never, replace: true });
  }, [router]);
  return null;
}
