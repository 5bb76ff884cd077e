import { readFileSync } from "node:fs";
import type { Plugin, Rollup } from "vite";
import { firstQuestions } from "./src/console/first-questions";

/**
 * Writes .vite/hints.json: for each page of the console's router the files that its
 * code is in, which the server names in the head of that page. The browser then
 * fetches them beside the entry, not after having run it.
 */
export function pageHints(router: string): Plugin {
  return {
    name: "page-hints",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const holding = (module: string) => chunks.find((chunk) => chunk.isDynamicEntry && chunk.facadeModuleId?.endsWith(`${module}.tsx`));
      const entry = files(chunks.find((chunk) => chunk.isEntry)!, bundle);
      const hints = [...readFileSync(router, "utf8").matchAll(/(?:page\(|path: )"([^"]+)"[^]*?import\("\.([^"]+)"\)/g)].map(([, path, module]) => {
        const page = holding(module!);
        if (!page) throw new Error(`${path}: no chunk of its own holds ${module}`);
        return { path, files: [...files(page, bundle)].filter((file) => !entry.has(file)), asks: firstQuestions[path!] ?? [] };
      });
      this.emitFile({ type: "asset", fileName: ".vite/hints.json", source: JSON.stringify(hints) });
    },
  };
}

/** A chunk's file, its styles, and those of all that it imports before it runs. */
function files(chunk: Rollup.OutputChunk, bundle: Rollup.OutputBundle, into = new Set<string>()): Set<string> {
  if (into.has(chunk.fileName)) return into;
  into.add(chunk.fileName);
  chunk.viteMetadata?.importedCss.forEach((style) => into.add(style));
  for (const name of chunk.imports) {
    const other = bundle[name];
    if (other?.type === "chunk") files(other, bundle, into);
  }
  return into;
}
