const most = 200; // keys a request
const gathering = 100; // milliseconds: what is scrolled past is asked for once, not row by row

interface Waiting<T> {
  resolve: (answer: T) => void;
  reject: (cause: unknown) => void;
}

/**
 * A question about one key, asked together for all rows that come into view:
 * one request, and never for rows that nobody sees. The answers come in the
 * order of the keys.
 */
export function gathered<T>(ask: (keys: string[]) => Promise<T[]>): (key: string) => Promise<T> {
  let waiting: Map<string, Waiting<T>> | undefined;
  const answer = async (all: Map<string, Waiting<T>>) => {
    if (waiting === all) waiting = undefined;
    try {
      const answers = await ask([...all.keys()]);
      [...all.values()].forEach(({ resolve }, i) => resolve(answers[i]!));
    } catch (cause) {
      for (const { reject } of all.values()) reject(cause);
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      let keys = waiting;
      if (!keys || keys.size === most) {
        const mine = (keys = waiting = new Map<string, Waiting<T>>());
        setTimeout(() => void answer(mine), gathering);
      }
      keys.set(key, { resolve, reject });
    });
}
