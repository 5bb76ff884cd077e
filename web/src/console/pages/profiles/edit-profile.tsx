import { Text } from "@mantine/core";
import type { Profile } from "@shared/api/types";
import { EditSheet } from "../../parts/edit-sheet";
import { profileBody, ProfileFields, profileLabels, profileRules, profileValues, type ProfileValues } from "./profile-form";

export function EditProfile({ profile, ...sheet }: { profile: Profile; opened: boolean; onClose: () => void }) {
  return (
    <EditSheet<Profile, ProfileValues> title="Edit profile" size={520} path={`/profiles/${profile.id}`} resource={profile} values={profileValues} body={profileBody} validate={profileRules} labels={profileLabels} {...sheet}>
      {(form) => (
        <>
          <Text size="sm" c="dimmed">
            The name is the partner’s Profile ID and never changes. A change holds from the next request on.
          </Text>
          <ProfileFields form={form} tokens={profile.auth.type === "token"} />
        </>
      )}
    </EditSheet>
  );
}
