import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { onSignedOut } from "@shared/api/client";

const Dialog = lazy(async () => ({ default: (await import("./session-ended-dialog")).SessionEndedDialog }));

/** Shows the dialog when an answer says that the session is over. */
export function SessionEnded() {
  const cache = useQueryClient();
  const [ended, setEnded] = useState(false);
  useEffect(() => onSignedOut(() => setEnded(true)), []);
  const signedIn = () => {
    setEnded(false);
    void cache.invalidateQueries();
  };
  return <Suspense>{ended && <Dialog onSignedIn={signedIn} />}</Suspense>;
}
