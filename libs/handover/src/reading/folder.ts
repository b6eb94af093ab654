import { isOfTheSystem } from '@zhibu/kernel';
import { z } from 'zod';
import { type Fault, fault } from '../fault.ts';
import { type FileKind, fileKinds, fileName, isOfSomePeriod, kindLike, plainName } from './file.rules.ts';
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
    'six-haves': z.array(z.string()),
    inspections: z.array(z.string()),
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
const leftAlone = new Set(['expected-grades.csv', 'people.csv', 'faults.csv', 'warnings.csv']);

/** Reads every file that belongs to a handover of a period; what cannot be read is among the faults. */
export function folderOf(everything: readonly GivenFile[], period: string): Folder {
  const given = everything.filter(({ name }) => !isOfTheSystem(name));
  const tables: Partial<Record<FileKind, Table>> = {};
  const faults: Fault[] = [];
  for (const kind of fileKinds) {
    const name = fileName(kind, period);
    const [file, ...others] = given.filter((one) => plainName(one.name) === name);
    if (!file) continue;
    faults.push(...others.map((other) => fault('file-twice', { file: other.name, detail: file.name })));
    const read = readOne(name, file);
    if (isFault(read)) faults.push(read);
    else tables[kind] = read;
  }
  const others = strangers(given, period);
  const rest = readRemainder(given.find(({ name }) => name === remainderFile));
  return {
    tables,
    faults: [...faults, ...others.faults, ...rest.faults],
    remainder: rest.remainder,
    warnings: others.warnings,
  };
}

function readOne(name: string, { bytes }: GivenFile): Table | Fault {
  try {
    return readTable(name, bytes());
  } catch (error) {
    return unreadable(name, error);
  }
}

/**
 * Files that are not read. One whose name begins like a known one may have been meant, and without it grades would be
 * others: it is a fault, but for the file of another period beside the one of this.
 */
function strangers(
  given: readonly GivenFile[],
  period: string,
): { readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] } {
  const names = given.map(({ name }) => name).toSorted();
  const isRead = new Set(fileKinds.map((kind) => fileName(kind, period)));
  const others = names.filter((name) => !leftAlone.has(name) && !isRead.has(plainName(name)));
  const mayBeMeant = (name: string): FileKind | undefined => {
    const kind = kindLike(name);
    const isThere = names.some((one) => kind !== undefined && plainName(one) === fileName(kind, period));
    return kind !== undefined && isThere && isOfSomePeriod(name, kind) ? undefined : kind;
  };
  return {
    faults: others.flatMap((name) => {
      const kind = mayBeMeant(name);
      return kind ? [fault('file-misnamed', { file: name, detail: fileName(kind, period) })] : [];
    }),
    warnings: others
      .filter((name) => mayBeMeant(name) === undefined && plainName(name).endsWith('.csv'))
      .map((name) => fault('file-unknown', { file: name })),
  };
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
