import { Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { onSignedOut } from "@shared/api/client";
import { later } from "../parts/later";
import { useMe } from "../session";

const SignInForm = later(async () => (await import("../pages/sign-in-form")).SignInForm);

/** Asks for the password again over whatever is on the page. */
export function SessionEnded() {
  const me = useMe();
  const cache = useQueryClient();
  const [ended, setEnded] = useState(false);
  useEffect(() => onSignedOut(() => setEnded(true)), []);
  return (
    // Above every sheet, also those whose code came later than this dialog.
    <Modal zIndex={500} opened={ended} onClose={() => {}} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title="Your session has ended">
      <Text size="sm" c="dimmed" mb="md">
        Sign in again to go on. Nothing you typed is lost.
      </Text>
      <SignInForm
        email={me.user?.email}
        onSignedIn={() => {
          setEnded(false);
          void cache.invalidateQueries();
        }}
      />
    </Modal>
  );
}
