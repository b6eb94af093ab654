import { existsSync, readFileSync } from 'node:fs';
import { type BroughtSchema, schemaVersions } from '@zhibu/database';

/** What runs: the platform's version, the commit that an image was built from, and what it brings for its schemas. */
export interface Program {
  readonly version: string;
  /** Absent where nobody told it when the image was built, and outside of an image. */
  readonly revision?: string;
  /** By schema, the newest migration of each of its folders. */
  readonly schemas: Readonly<Record<string, readonly string[]>>;
}

/** What Nest hands to the door of health. */
export const PROGRAM = Symbol('Program');

const repository = new URL('../../../../', import.meta.url);

/** What runs, by its own files alone. @param schemas those that it works on */
export function programOf(schemas: readonly BroughtSchema[]): Program {
  const manifest: { readonly version: string } = JSON.parse(read('package.json'));
  const revision = existsSync(new URL('revision', repository)) ? read('revision').trim() : '';
  return { version: manifest.version, ...(revision === '' ? {} : { revision }), schemas: schemaVersions(schemas) };
}

const read = (file: string): string => readFileSync(new URL(file, repository), 'utf8');
