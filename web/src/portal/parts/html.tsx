/** A description, which the server has made of Markdown and made safe. */
export function Html({ html }: { html: string }) {
  if (!html) return null;
  return <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
