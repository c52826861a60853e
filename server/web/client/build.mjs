// Build fonts and the query editor into ../static/built, with names that change with their content, a manifest with
// sha256 digests, and the licences of what is in them. The same packages always give the same bytes.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const target = join(here, '..', 'static', 'built');
const digest = data => createHash('sha256').update(data).digest('hex');
const manifest = {};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

function put(name, data) {
  const [stem, suffix] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.'))];
  const file = `${stem}-${digest(data).slice(0, 10)}${suffix}`;
  writeFileSync(join(target, file), data);
  if (suffix !== '.woff2') writeFileSync(join(target, `${file}.br`), brotliCompressSync(data));
  manifest[name] = { file, sha256: digest(data) };
  return file;
}

const LATIN = 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD';
const LATIN_EXT = 'U+0100-02BA,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF';
let css = '';
for (const [family, name] of [['Source Serif 4', 'source-serif-4'], ['Source Sans 3', 'source-sans-3']]) {
  for (const [subset, range] of [['latin', LATIN], ['latin-ext', LATIN_EXT]]) {
    const source = join(modules, '@fontsource-variable', name, 'files', `${name}-${subset}-wght-normal.woff2`);
    const file = put(`${name}-${subset}.woff2`, readFileSync(source));
    css += `@font-face{font-family:"${family}";src:url(${file}) format("woff2");font-weight:200 900;font-display:optional;unicode-range:${range}}\n`;
  }
}
put('fonts.css', Buffer.from(css));

const bundle = await build({
  entryPoints: [join(here, 'editor.js')], absWorkingDir: here, bundle: true, minify: true, format: 'esm', target: 'es2022',
  legalComments: 'none', write: false, metafile: true, charset: 'utf8',
});
put('editor.js', Buffer.from(bundle.outputFiles[0].contents));

const used = new Set(['@fontsource-variable/source-serif-4', '@fontsource-variable/source-sans-3']);
for (const input of Object.keys(bundle.metafile.inputs)) {
  const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
  if (found) used.add(found[1]);
}
let licences = 'What of other people is in this folder, and on which terms.\n';
for (const name of [...used].sort()) {
  const folder = join(modules, name);
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).sort().find(entry => /^licen[cs]e/i.test(entry));
  licences += `\n${'='.repeat(78)}\n${name} ${about.version} (${about.license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}\n`;
}
writeFileSync(join(target, 'LICENCES.txt'), licences);
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(join(target, 'manifest.json'), `${JSON.stringify(sorted, null, 1)}\n`);
