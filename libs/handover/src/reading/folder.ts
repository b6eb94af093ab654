import { z } from 'zod';
import { type Fault, fault } from '../fault.ts';
import { type FileKind, fileKinds, fileName } from './file.rules.ts';
import { isFault, readTable, type Table } from './table.ts';

/** Beside the files of a folder of rejects: whose rows of which file it carries. So its branches are told from others. */
export const remainderFile = 'rejects.json';
const remainder = z.strictObject({
  format: z.literal(1),
  period: z.string(),
  scheme: z.string(),
  branches: z.strictObject({
    register: z.array(z.string()),
    activities: z.array(z.string()),
    'five-basics': z.array(z.string()),
    ratings: z.array(z.string()),
    polls: z.array(z.string()),
    vetoes: z.array(z.string()),
  }),
});

/** What a folder of rejects says of itself. */
export type Remainder = z.infer<typeof remainder>;

/** A file that somebody hands over: from a folder, or uploaded. */
export interface GivenFile {
  readonly name: string;
  /** Asked only of a file that is read; whatever it throws is a fault of the file. */
  readonly bytes: () => Uint8Array;
}

/** The files handed over, read but not yet understood. */
export interface Folder {
  readonly tables: Readonly<Partial<Record<FileKind, Table>>>;
  /** These are rejects, mended. */
  readonly remainder: Remainder | undefined;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
}

/** Files that lie beside without being meant for the import. */
const leftAlone = new Set(['expected-grades.csv', 'faults.csv', 'warnings.csv']);

/** Reads every file that belongs to a handover of a period; what cannot be read is among the faults. */
export function folderOf(given: readonly GivenFile[], period: string): Folder {
  const files = new Map(given.map((file) => [file.name, file]));
  const known = new Set(fileKinds.map((kind) => fileName(kind, period)));
  const tables: Partial<Record<FileKind, Table>> = {};
  const faults: Fault[] = [];
  for (const kind of fileKinds) {
    const file = files.get(fileName(kind, period));
    if (!file) continue;
    const read = readOne(file);
    if (isFault(read)) faults.push(read);
    else tables[kind] = read;
  }
  const strange = [...files.keys()].filter(
    (name) => name.toLowerCase().endsWith('.csv') && !known.has(name) && !leftAlone.has(name),
  );
  const rest = readRemainder(files.get(remainderFile));
  return {
    tables,
    faults: [...faults, ...rest.faults],
    remainder: rest.remainder,
    warnings: strange.toSorted().map((file) => fault('file-unknown', { file })),
  };
}

function readOne({ name, bytes }: GivenFile): Table | Fault {
  try {
    return readTable(name, bytes());
  } catch (error) {
    return unreadable(name, error);
  }
}

function readRemainder(file: GivenFile | undefined): {
  readonly remainder: Remainder | undefined;
  readonly faults: readonly Fault[];
} {
  if (!file) return { remainder: undefined, faults: [] };
  try {
    return { remainder: remainder.parse(JSON.parse(new TextDecoder().decode(file.bytes()))), faults: [] };
  } catch (error) {
    return { remainder: undefined, faults: [unreadable(file.name, error)] };
  }
}

/** The fault of a file that could not be read. @param error why, as it was thrown */
export function unreadable(file: string, error: unknown): Fault {
  return fault('file-unreadable', { file, detail: error instanceof Error ? error.message : String(error) });
}
