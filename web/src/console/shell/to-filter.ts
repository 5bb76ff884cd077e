const filter = () => document.querySelector<HTMLInputElement>("main input[aria-label^='Filter'], main input[type='search']");

/** Puts the focus into the page's filter. That may come a moment after its list: what is typed until then is its. */
export function toFilter(): void {
  const there = filter();
  if (there) return there.focus();
  if (!toCome()) return;
  let typed = "";
  const keep = (event: KeyboardEvent) => {
    if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    typed += event.key;
  };
  const arrival = new MutationObserver(() => {
    const input = filter();
    if (!input && toCome()) return;
    arrival.disconnect();
    window.removeEventListener("keydown", keep, true);
    if (!input) return;
    input.focus();
    input.setRangeText(typed, 0, 0, "end");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  window.addEventListener("keydown", keep, true);
  arrival.observe(document.body, { childList: true, subtree: true });
}

const toCome = () => document.querySelector(".filters-to-come") !== null;
