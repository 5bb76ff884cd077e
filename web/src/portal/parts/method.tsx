/** A method as a badge; the word tells it, the colour only helps. */
export function Method({ of }: { of: string }) {
  return <span className={`method badge ${of.toLowerCase()}`}>{of}</span>;
}
