/** Writes what follows from the contracts and the schema: the commands' SDL, and the types of the schema. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import { parse } from 'graphql';
import { commandSdl } from './src/commands/input-sdl.ts';
import { typeDefinitions } from './src/schema/type-definitions.ts';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

writeFileSync(path('src/commands/commands.graphql'), commandSdl());

const filename = path('src/generated/schema.ts');
const types = await codegen({
  filename,
  schema: parse(typeDefinitions().join('\n')),
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
mkdirSync(path('src/generated'), { recursive: true });
writeFileSync(filename, types);
