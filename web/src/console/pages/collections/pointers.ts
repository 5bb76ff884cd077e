import { Problem } from "@shared/api/client";

/**
 * Runs a call and gives the errors of its fields other names: forms here are
 * flatter than the body that is sent. The first rule that fits is used.
 */
export async function renaming<T>(rules: [from: string, to: string][], run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const errors = error.errors.map(({ pointer, detail }) => {
      const rule = rules.find(([from]) => pointer === from || pointer.startsWith(`${from}/`));
      return { pointer: rule ? rule[1] + pointer.slice(rule[0].length) : pointer, detail };
    });
    throw new Problem({ title: error.title, status: error.status, detail: error.detail, code: error.code, request_id: error.requestId, errors });
  }
}
