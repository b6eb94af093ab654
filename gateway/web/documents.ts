/** Makes of every `*.document.graphql` a constant that carries its text, its SHA-256 and the types of its answer. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildASTSchema, type DocumentNode, Kind, parse, print, validate } from 'graphql';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const SUFFIX = '.document.graphql';
const generated = path('src/generated');
const schema = parse(readFileSync(path('../src/generated/schema.sdl'), 'utf8'));
const built = buildASTSchema(schema);

rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });
for (const file of readdirSync(path('src'), { recursive: true, encoding: 'utf8' })) {
  if (file.endsWith(SUFFIX)) await write(join(path('src'), file));
}

async function write(file: string): Promise<void> {
  const document = parse(readFileSync(file, 'utf8'));
  const faults = validate(built, document);
  if (faults.length > 0) throw new Error(`${file}\n${faults.join('\n')}`);
  const target = join(generated, basename(file).replace(SUFFIX, '.document.ts'));
  writeFileSync(target, `${await typesOf(file, document)}\n${constantOf(document)}`);
}

function typesOf(file: string, document: DocumentNode): Promise<string> {
  return codegen({
    filename: file,
    schema,
    documents: [{ location: file, document }],
    config: {},
    pluginMap: { operations },
    plugins: [
      {
        operations: {
          immutableTypes: true,
          useTypeImports: true,
          skipTypename: true,
          enumsAsTypes: true,
          scalars: { ID: 'string', Date: 'string', DateTime: 'string', JSON: 'unknown' },
          inputMaybeValue: 'T | null | undefined',
          maybeValue: 'T | null',
          arrayInputCoercion: false,
        },
      },
    ],
  });
}

/** `meDocument: Asked<MeQuery, MeQueryVariables>`, by the name of its operation. */
function constantOf(document: DocumentNode): string {
  const names = document.definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION && each.name ? [each.name.value] : [],
  );
  const [name = ''] = names;
  if (names.length !== 1) throw new Error('a document has one operation, with a name');
  const text = print(document);
  const hash = createHash('sha256').update(text).digest('hex');
  const constant = `${name.charAt(0).toLowerCase()}${name.slice(1)}Document`;
  return `import type { Asked } from '../answers/asked.ts';

export const ${constant}: Asked<${name}Query, ${name}QueryVariables> = ${JSON.stringify({ name, hash, text })};
`;
}
