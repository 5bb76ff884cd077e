import { Alert, Button, Divider } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { FrontPage } from "../shell/front-page";
import { SignInForm } from "./sign-in-form";

export function SignIn() {
  const { next } = useSearch({ strict: false }) as { next?: string };
  const navigate = useNavigate();
  const cache = useQueryClient();
  const { data: options } = useQuery({ queryKey: ["sign-in-options"], queryFn: () => api.get<Schemas["SignInOptions"]>("/sign-in-options") });
  const to = next?.startsWith("/") && !next.startsWith("//") ? next : "/";
  const arrived = () => {
    cache.clear();
    void navigate({ href: to, replace: true });
  };
  return (
    <FrontPage title="Sign in">
      {options?.setup_required && (
        <Alert color="blue" mb="md" title="Gatehouse is new here">
          There is no user yet. Open the set-up link that <code>gatehouse serve</code> printed when it started.
        </Alert>
      )}
      <SignInForm onSignedIn={arrived} />
      {options?.single_sign_on && (
        <>
          <Divider my="md" label="or" />
          <Button component="a" href={elsewhere(options.single_sign_on.url, to)} variant="default" fullWidth>
            Sign in with {options.single_sign_on.name}
          </Button>
        </>
      )}
    </FrontPage>
  );
}

/** The server's path below the console's URL, with where to come back to. */
function elsewhere(path: string, next: string): string {
  const target = new URL(path.replace(/^\//, ""), document.baseURI);
  target.searchParams.set("next", next);
  return target.toString();
}
