import { Modal, Text } from "@mantine/core";
import { SignInForm } from "../pages/sign-in-form";
import { useMe } from "../session";

/** Asks for the password again over whatever is on the page. */
export function SessionEndedDialog({ onSignedIn }: { onSignedIn: () => void }) {
  const me = useMe();
  return (
    // Above every sheet, also those whose code came later than this dialog.
    <Modal zIndex={500} opened onClose={() => {}} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title="Your session has ended">
      <Text size="sm" c="dimmed" mb="md">
        Sign in again to go on. Nothing you typed is lost.
      </Text>
      <SignInForm email={me.user?.email} onSignedIn={onSignedIn} />
    </Modal>
  );
}
