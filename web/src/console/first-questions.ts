const me = "/me";

/**
 * What pages ask the API for before their first picture, by their path in the
 * router. The server names it in the head of the page, so that the answers
 * come beside the code that will ask. Only what is asked just so belongs here:
 * anything else would be fetched for nothing.
 */
export const firstQuestions: Record<string, string[]> = {
  "/clients": [me, "/clients?limit=200", "/collections?limit=200", "/policies?limit=200"],
  "/profiles": [me, "/profiles?limit=200"],
  "/policies": [me, "/policies?limit=200"],
  "/collections": [me, "/collections?limit=200"],
};
