import { createSpotlight } from "@mantine/spotlight";

/** The palette, opened from the header and by keys. */
export const [paletteStore, palette] = createSpotlight();

const keysAsked = "gatehouse-show-keys";

/** Opens the list of keys from anywhere. */
export function showKeys(): void {
  window.dispatchEvent(new Event(keysAsked));
}

export function onShowKeys(show: () => void): () => void {
  window.addEventListener(keysAsked, show);
  return () => window.removeEventListener(keysAsked, show);
}
