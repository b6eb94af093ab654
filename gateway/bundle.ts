/** Bundles the explorer's page, so that a browser needs nothing from elsewhere. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

await build({
  entryPoints: [path('explorer/explorer.ts')],
  outfile: path('dist/explorer/explorer.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'linked',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
});
