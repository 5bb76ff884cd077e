import { Stack, Text } from "@mantine/core";
import { api } from "@shared/api/client";
import type { Profile } from "@shared/api/types";
import { SideSheet } from "@shared/ui/sidesheet";
import { FormFoot } from "../../parts/form-foot";
import { LeaveGuard } from "../../parts/leave-guard";
import { useEdit } from "../../parts/use-edit";
import { profileBody, ProfileFields, profileLabels, profileRules, profileValues, type ProfileValues } from "./profile-form";

export function EditProfile({ profile, opened, onClose }: { profile: Profile; opened: boolean; onClose: () => void }) {
  return (
    <SideSheet title="Edit profile" opened={opened} onClose={onClose} size={520}>
      <Body profile={profile} onClose={onClose} />
    </SideSheet>
  );
}

function Body({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const path = `/profiles/${profile.id}`;
  const { form, submit, saving, dirty, notices } = useEdit<Profile, ProfileValues>({
    path,
    resource: profile,
    values: profileValues,
    validate: profileRules,
    labels: profileLabels,
    save: (values, ifMatch) => api.patch<Profile>(path, profileBody(values, profile), { ifMatch }),
    saved: onClose,
  });
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard dirty={dirty} />
      <Stack>
        {notices}
        <Text size="sm" c="dimmed">
          The name is the partner’s Profile ID and never changes. A change holds from the next request on.
        </Text>
        <ProfileFields form={form} />
        <FormFoot onCancel={onClose} busy={saving} />
      </Stack>
    </form>
  );
}
