import "../sheet-styles";
import { Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { SignInForm } from "../pages/sign-in-form";
import { useMe } from "../session";

/** Asks for a new code over whatever is on the page. */
export function SessionEnded({ onSignedIn }: { onSignedIn: () => void }) {
  const { email } = useMe();
  const cache = useQueryClient();
  return (
    // Above every sheet, also those whose code came later than this dialog.
    <Modal zIndex={500} opened onClose={() => {}} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title="Your session has ended">
      <Text size="sm" c="dimmed" mb="md">
        Sign in again to go on. Nothing you typed is lost.
      </Text>
      <SignInForm
        email={email}
        onSignedIn={() => {
          onSignedIn();
          void cache.invalidateQueries();
        }}
      />
    </Modal>
  );
}
