/** Bundles the explorer's page, so that a browser needs nothing from elsewhere. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const { metafile } = await build({
  absWorkingDir: path('.'),
  entryPoints: [path('explorer/explorer.ts')],
  outfile: path('dist/explorer/explorer.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'linked',
  logLevel: 'warning',
  metafile: true,
  define: { 'process.env.NODE_ENV': '"production"' },
});

// By these an image's bill of materials knows which packages lie in the bundle.
writeFileSync(path('dist/bundled.json'), JSON.stringify(Object.keys(metafile.inputs)));
