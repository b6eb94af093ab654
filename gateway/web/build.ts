/**
 * Bundles the application: one style sheet, a chunk a screen, each file named by its content, `.gz` and `.br` beside it. A
 * build that is larger than its budget fails (ui.md, section 11).
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { overBudget } from './budgets.ts';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const MAIN = 'src/main.tsx';
/** Where the gateway serves the files. */
const PLACE = '/web/';
/** Chromium 86 is the oldest of UOS and Kylin; WebKit and Firefox are those of two years. */
const BROWSERS = ['chrome86', 'safari15', 'firefox115'];
const SMALLEST = 1_024;

const files = path('dist/files');
rmSync(path('dist'), { recursive: true, force: true });
mkdirSync(files, { recursive: true });

const { metafile, outputFiles } = await build({
  absWorkingDir: path('.'),
  entryPoints: [MAIN],
  outdir: 'dist/files',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  publicPath: PLACE,
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: BROWSERS,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  write: false,
  define: { 'process.env.NODE_ENV': '"production"' },
});

for (const { path: file, contents } of outputFiles) {
  const target = join(files, basename(file));
  writeFileSync(target, contents);
  if (contents.length < SMALLEST) continue;
  writeFileSync(`${target}.gz`, gzipSync(contents, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${target}.br`, brotliCompressSync(contents, { params }));
}

writeFileSync(path('dist/index.html'), pageOf(metafile));
writeFileSync(path('dist/screens.json'), JSON.stringify(screens()));
// By these an image's bill of materials knows which packages lie in the bundle.
writeFileSync(path('dist/bundled.json'), JSON.stringify(Object.keys(metafile.inputs)));

const sizes = new Map(outputFiles.map(({ path: file, contents }) => [basename(file), gzipSync(contents).length]));
const faults = overBudget(metafile, sizes);
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exitCode = 1;
}

/** The page: what the first paint needs is fetched at once. */
function pageOf({ outputs }: Metafile): string {
  const [main, output] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === MAIN) ?? [];
  if (main === undefined || output?.cssBundle === undefined) throw new Error('the bundle has no entry with a style');
  const shared = output.imports.filter(({ kind }) => kind === 'import-statement');
  const tags = [
    `<link rel="stylesheet" href="${PLACE}${basename(output.cssBundle)}">`,
    ...shared.map((each) => `<link rel="modulepreload" href="${PLACE}${basename(each.path)}">`),
    `<script type="module" src="${PLACE}${basename(main)}"></script>`,
  ];
  return readFileSync(path('index.html'), 'utf8').replace('<!-- head -->', tags.join('\n'));
}

/** The first parts of the addresses for which the gateway answers the page. */
function screens(): readonly string[] {
  const found = readFileSync(path('src/routes.ts'), 'utf8').matchAll(/pattern: '\/([\w-]*)/g);
  return [...new Set([...found].map(([, first = '']) => first))];
}
