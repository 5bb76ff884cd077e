/** Stands for the token in a header's value; samples read it from the environment. */
export const tokenPlace = "$GATEWAY_TOKEN";
