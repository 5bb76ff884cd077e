import { Button, Divider } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { api, url } from "@shared/api/client";
import { FrontPage } from "../shell/front-page";
import { SignInForm } from "./sign-in-form";

interface SignInOptions {
  single_sign_on: { name: string } | null;
}

export function SignIn() {
  const { next } = useSearch({ strict: false }) as { next?: string };
  const navigate = useNavigate();
  const cache = useQueryClient();
  const { data: options } = useQuery({ queryKey: ["sign-in-options"], queryFn: () => api.get<SignInOptions>("/sign-in-options") });
  const arrived = () => {
    cache.clear();
    void navigate({ to: next?.startsWith("/") && !next.startsWith("//") ? next : "/", replace: true });
  };
  return (
    <FrontPage title="Sign in">
      <SignInForm onSignedIn={arrived} />
      {options?.single_sign_on && (
        <>
          <Divider my="md" label="or" />
          <Button component="a" href={url("/sign-in/oidc")} variant="default" fullWidth>
            Sign in with {options.single_sign_on.name}
          </Button>
        </>
      )}
    </FrontPage>
  );
}
