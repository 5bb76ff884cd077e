import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";

interface Whom {
  client: string;
  /** Left out: everybody the client authorizes. */
  email?: string;
}

/** Mails invites to the portal. */
export function useInvite() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ client, email }: Whom) => api.post<Schemas["PortalInvites"]>(`/clients/${client}/invites`, email ? { emails: [email] } : {}),
    onSettled: (_, __, { client }) => cache.invalidateQueries({ queryKey: ["list", `/clients/${client}/portal-access`] }),
  });
}
