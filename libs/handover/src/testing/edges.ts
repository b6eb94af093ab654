import { editionContent } from '@zhibu/contracts';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type FileKind, fileKinds, fileName } from '../reading/file.rules.ts';
import { type Handover, handoverOf } from '../judging/handover.ts';
import type { RegisterEntry } from '../rows/register.rules.ts';
import { csvText, isFault, readTable, type Table } from '../reading/table.ts';
import type { EditionFile } from '../reading/edition.ts';
import type { Folder } from '../reading/folder.ts';
import { type Known, nothingKnown, type Registered } from '../judging/known.ts';

const demo = new URL('../../../../infra/demo/', import.meta.url);
/** Folders of bug reports, each with the smallest input that once came out wrong. */
export const reportFolder = (name: string): string => fileURLToPath(new URL(`reports/${name}`, import.meta.url));
export const edgesFolder = fileURLToPath(new URL('edges-24', demo));
export const editionPath = fileURLToPath(new URL('editions/classification-2022.json', demo));
export const otherEditionPath = fileURLToPath(new URL('editions/appraisal-2021.json', demo));

/** How a file differs from the one of edges-24: its rows, the heading first; null leaves the file out. */
export type Edits = Readonly<Partial<Record<FileKind, ((rows: string[][]) => readonly (readonly string[])[]) | null>>>;

export function editionFile(path = editionPath): EditionFile {
  return {
    file: 'edition.json',
    sha256: 'e'.repeat(64),
    content: editionContent.parse(JSON.parse(readFileSync(path, 'utf8'))),
  };
}

/** The text of a file of edges-24 with an edit; undefined where it is left out. */
export function edgesText(kind: FileKind, edits: Edits = {}): string | undefined {
  const edit = edits[kind];
  if (edit === null) return undefined;
  // It has no checks of the six haves, and no inspections from before the platform.
  if (kind === 'six-haves' || kind === 'inspections') return edit && csvText(edit([]));
  const { header, rows } = tableOf(kind, readFileSync(`${edgesFolder}/${fileName(kind, '2022')}`));
  const all = [[...header], ...rows.map(({ raw }) => [...raw])];
  return csvText(edit ? edit(all) : all);
}

/** edges-24 as read from its folder. */
export function edges(edits: Edits = {}, beside: Partial<Pick<Folder, 'remainder'>> = {}): Folder {
  const tables = fileKinds.flatMap((kind): [FileKind, Table][] => {
    const text = edgesText(kind, edits);
    return text === undefined ? [] : [[kind, tableOf(kind, new TextEncoder().encode(text))]];
  });
  return { tables: Object.fromEntries(tables), remainder: beside.remainder, faults: [], warnings: [] };
}

export const edgesHandover = (edits: Edits = {}, beside: Partial<Pick<Folder, 'remainder'>> = {}): Handover =>
  handoverOf(edges(edits, beside), editionFile().content, '2022');

/** Edits one cell of the row (as a spreadsheet counts) of a file. */
export function cell(row: number, column: string, value: string): (rows: string[][]) => string[][] {
  return (rows) =>
    rows.map((cells, index) =>
      index === row - 1 ? cells.map((old, at) => (rows[0]?.[at] === column ? value : old)) : cells,
    );
}

/** A platform on which a handover's register has been taken in already, with differences by code. */
export function knownFrom(
  { register }: Handover,
  differences: Readonly<Record<string, Partial<Registered>>> = {},
): Known {
  const all = register.map((entry): Registered => ({ ...registeredBy(entry), ...differences[entry.code] }));
  return {
    ...nothingKnown,
    asked: true,
    organizations: new Map(all.map((one) => [one.id, one])),
    underCommittees: all.filter(({ kind }) => !['province', 'city'].includes(kind)),
  };
}

function registeredBy({ membership, election, ...entry }: RegisterEntry): Registered {
  const { code: id, kind, name, openedOn } = entry;
  const stated = <Value>(value: Value | undefined): Value | null => value ?? null;
  return {
    id,
    kind,
    name,
    openedOn,
    dissolvedOn: null,
    sector: stated(entry.sector),
    form: 'ordinary',
    parent: entry.parentCode === undefined ? null : { id: entry.parentCode },
    fullMembers: stated(membership?.fullMembers),
    probationaryMembers: stated(membership?.probationaryMembers),
    committeeElectedOn: stated(election?.heldOn),
    termYears: stated(election?.termYears),
    secretary: stated(entry.secretaryRef),
    secretaryVacantSince: null,
    feature: stated(entry.feature),
    brand: stated(entry.brand),
    highlight: null,
    revision: 4,
  };
}

function tableOf(kind: FileKind, bytes: Uint8Array): Table {
  const read = readTable(fileName(kind, '2022'), bytes);
  if (isFault(read)) throw new Error(read.code);
  return read;
}
