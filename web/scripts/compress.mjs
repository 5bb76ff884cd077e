// Puts a .br and a .gz beside each built file that shrinks, so that the server
// never compresses while somebody waits.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = new URL("../../internal/webui/dist/build", import.meta.url).pathname;
const compressible = /\.(js|css|html|svg|json)$/;

for (const name of readdirSync(dist, { recursive: true })) {
  if (!compressible.test(name)) continue;
  const file = join(dist, name);
  const content = readFileSync(file);
  if (content.length < 1024 || name.endsWith(".html")) continue; // pages carry a nonce of their own
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
