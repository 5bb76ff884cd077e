import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import { Failure, Loading } from "@shared/ui/states";
import type { Made, Onboarding } from "./draft";
import { HandedOver } from "./handed-over";

interface FinishedProps {
  client: string;
  profile?: string;
  /** What Create has just answered; it alone knows the token. */
  made?: Made;
}

/** The result of an onboarding, now or on a later visit. */
export function Finished({ client, profile, made }: FinishedProps) {
  const again = useQuery({
    queryKey: ["hand-over", client, profile],
    queryFn: ({ signal }) => api.get<Onboarding>(`/clients/${client}/hand-over`, { profile_id: profile }, signal),
    enabled: !made,
    refetchOnWindowFocus: false,
  });
  const onboarding = made?.onboarding ?? again.data;
  if (onboarding) return <HandedOver key={onboarding.profile.id} onboarding={onboarding} created={Boolean(made)} invite={made?.invite ?? false} />;
  if (again.error) return <Failure error={again.error} retry={() => void again.refetch()} />;
  return <Loading />;
}
