import { Center, Container, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useLocation } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Problem } from "@shared/api/client";
import { Failure } from "@shared/ui/states";
import { meQuery } from "../session";
import { SessionEnded } from "./session-ended";

/**
 * Lets pages through once it is known who is signed in. When a session ends
 * later, a dialog asks for the password over the page, so that no input is lost.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery(meQuery);
  const location = useLocation();
  if (data) {
    return (
      <>
        {children}
        <SessionEnded />
      </>
    );
  }
  if (error instanceof Problem && error.status === 401) {
    return <ToSignIn from={location.href} />;
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

/** Remembers where one came from: the address changes while the page of the sign-in loads. */
function ToSignIn({ from }: { from: string }) {
  const [next] = useState(from);
  return <Navigate to="/login" search={{ next } as never} replace />;
}
