import { editionContent, type EditionContent } from '@zhibu/contracts';
import { sha256 } from '@zhibu/kernel';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type Fault, fault } from './fault.ts';
import { type FileKind, fileKinds, fileName } from './file.rules.ts';
import { isFault, readTable, type Table } from './table.ts';
import { textOf } from './text.adapter.ts';

/** Beside the files of a folder of rejects: whose rows of which file it carries. So its branches are told from others. */
export const remainderFile = 'rejects.json';
const branchesByFile = z.strictObject({
  register: z.array(z.string()),
  activities: z.array(z.string()),
  'five-basics': z.array(z.string()),
  ratings: z.array(z.string()),
  polls: z.array(z.string()),
  vetoes: z.array(z.string()),
});
export const remainder = z.strictObject({
  format: z.literal(1),
  period: z.string(),
  scheme: z.string(),
  branches: branchesByFile,
});
export type Remainder = z.infer<typeof remainder>;

export interface Folder {
  readonly tables: Readonly<Partial<Record<FileKind, Table>>>;
  /** This is a folder of rejects, mended. */
  readonly remainder: Remainder | undefined;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
}

/** The edition's file, with its content as the platform takes it. */
export interface EditionFile {
  readonly file: string;
  readonly sha256: string;
  readonly content: EditionContent;
}

/** Files that lie beside without being meant for the import. */
const leftAlone = new Set(['expected-grades.csv', 'faults.csv', 'warnings.csv']);

/** Reads every file of the folder that the import knows. @throws when the folder cannot be read */
export async function readFolder(folder: string, period: string): Promise<Folder> {
  const names = new Set(await readdir(folder));
  const known = new Set(fileKinds.map((kind) => fileName(kind, period)));
  const tables: Partial<Record<FileKind, Table>> = {};
  const faults: Fault[] = [];
  for (const kind of fileKinds) {
    const file = fileName(kind, period);
    if (!names.has(file)) continue;
    const read = await readOne(folder, file);
    if (isFault(read)) faults.push(read);
    else tables[kind] = read;
  }
  const strange = [...names].filter(
    (name) => name.toLowerCase().endsWith('.csv') && !known.has(name) && !leftAlone.has(name),
  );
  const rest = names.has(remainderFile) ? await readRemainder(folder) : { faults: [] };
  return {
    tables,
    faults: [...faults, ...rest.faults],
    remainder: rest.remainder,
    warnings: strange.toSorted().map((file) => fault('file-unknown', { file })),
  };
}

async function readOne(folder: string, file: string): Promise<Table | Fault> {
  try {
    return readTable(file, await readFile(join(folder, file)));
  } catch (error) {
    return fault('file-unreadable', { file, detail: reasonOf(error) });
  }
}

async function readRemainder(
  folder: string,
): Promise<{ readonly remainder?: Remainder; readonly faults: readonly Fault[] }> {
  try {
    return { remainder: remainder.parse(JSON.parse(await readFile(join(folder, remainderFile), 'utf8'))), faults: [] };
  } catch (error) {
    return { faults: [fault('file-unreadable', { file: remainderFile, detail: reasonOf(error) })] };
  }
}

/** Reads an edition; what must hold among its parts is judged by the platform when it is published. */
export async function readEdition(path: string): Promise<EditionFile | readonly Fault[]> {
  const file = basename(path);
  try {
    const bytes = await readFile(path);
    const read = editionContent.safeParse(JSON.parse(textOf(bytes) ?? ''));
    if (read.success) return { file, sha256: sha256(bytes), content: read.data };
    return read.error.issues.map((issue) =>
      fault('edition-invalid', { file, column: issue.path.join('.'), detail: issue.message }),
    );
  } catch (error) {
    return [fault('file-unreadable', { file, detail: reasonOf(error) })];
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
