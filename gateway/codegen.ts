/** Writes what follows from the sources: the commands' SDL, the list of processes, the schema whole, and its types. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import { parse } from 'graphql';
import { commandSdl } from './src/commands/input-sdl.ts';
import { typeDefinitions } from './src/schema/type-definitions.ts';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

writeFileSync(path('src/commands/commands.graphql'), commandSdl());

mkdirSync(path('src/generated'), { recursive: true });
writeFileSync(path('src/generated/processes.ts'), processList());

const schema = typeDefinitions().join('\n');
// By another name than the sources that it is made of, which are found by theirs.
writeFileSync(path('src/generated/schema.sdl'), schema);

const filename = path('src/generated/schema.ts');
const types = await codegen({
  filename,
  schema: parse(schema),
  documents: [],
  config: {},
  pluginMap: { typescript },
  plugins: [
    {
      typescript: {
        enumsAsTypes: true,
        immutableTypes: true,
        useTypeImports: true,
        skipTypename: true,
        scalars: { ID: 'string', Date: 'string', DateTime: 'string' },
        inputMaybeValue: 'T | null | undefined',
        maybeValue: 'T | null',
      },
    },
  ],
});
writeFileSync(filename, types);

/** Every `*.view.ts` of the views, in order of name. */
function processList(): string {
  const files = readdirSync(path('src/views'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.view.ts'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
  const imports = files.map((file, index) => `import { answering as process${index} } from '../views/${file}';`);
  return `${imports.join('\n')}
import type { Answering } from '../schema/resolvers.ts';

export const processes: readonly Answering[] = [${files.map((_, index) => `process${index}`).join(', ')}];
`;
}
