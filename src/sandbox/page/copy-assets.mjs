// Puts what the compiler does not carry (HTML, CSS) beside the compiled page.
import { cpSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const from = fileURLToPath(new URL('.', import.meta.url));
const to = fileURLToPath(new URL('../../../dist/sandbox/page/', import.meta.url));
for (const file of readdirSync(from)) {
  if (/\.(html|css|svg)$/.test(file)) cpSync(from + file, to + file);
}
