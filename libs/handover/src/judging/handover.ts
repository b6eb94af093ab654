import type { EditionContent } from '@zhibu/contracts';
import { type ActivityRow, readActivities } from '../rows/activity.rules.ts';
import { type Fault, fault } from '../fault.ts';
import { type FiveBasicsRow, readFiveBasics } from '../rows/five-basics.rules.ts';
import { type FileKind, fileName, kindLike } from '../reading/file.rules.ts';
import { gradingFiles, neededFiles } from './need.rules.ts';
import { type PollRow, readPolls } from '../rows/poll.rules.ts';
import { type RatingRow, readRatings } from '../rows/rating.rules.ts';
import { readRegister, type RegisterEntry } from '../rows/register.rules.ts';
import type { Sheet } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';
import { readVetoes, type VetoRow } from '../rows/veto.rules.ts';
import type { Folder, Remainder } from '../reading/folder.ts';

/** What a city hands over: its files read and judged each by itself. */
export interface Handover {
  /** By which its files are graded. */
  readonly edition: EditionContent;
  /** Every edition that was given, that one first. */
  readonly editions: readonly EditionContent[];
  readonly period: string;
  /** A whole city: whoever stands in its register is to be graded. Otherwise only those whose rows are there. */
  readonly whole: boolean;
  /** Whether anything is handed over that grades are computed from. */
  readonly grades: boolean;
  readonly remainder: Remainder | undefined;
  readonly sheets: ReadonlyMap<FileKind, Sheet>;
  readonly register: readonly RegisterEntry[];
  readonly ratings: readonly RatingRow[];
  readonly polls: readonly PollRow[];
  readonly figures: readonly FiveBasicsRow[];
  readonly vetoes: readonly VetoRow[];
  readonly activities: readonly ActivityRow[];
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  /** Something is wrong that no mended row heals: nothing can be taken in, good rows neither. */
  readonly unusable: boolean;
}

/** Judges the files of a folder under an edition. @param others editions that are published beside it */
export function handoverOf(
  folder: Folder,
  edition: EditionContent,
  period: string,
  others: readonly EditionContent[] = [],
): Handover {
  const sheets = new Map<FileKind, Sheet>();
  const understood: Understand = (kind, read) => {
    const table = folder.tables[kind];
    if (!table) return [];
    const { sheet, rows: found } = read(table);
    sheets.set(kind, sheet);
    return found;
  };
  const rows = rowsOf(understood, edition, period);
  const whole = folder.tables.register !== undefined && folder.remainder === undefined;
  const grades = gradingFiles.some((kind) => sheets.has(kind));
  const absent = whole ? absences(folder, edition, { period, grades }) : { faults: [], warnings: [] };
  const ofSheets = [...sheets.values()];
  const beyondRows = [...folder.faults, ...absent.faults, ...emptyRegister(sheets)];
  return {
    edition,
    editions: [edition, ...others],
    period,
    whole,
    grades,
    remainder: folder.remainder,
    sheets,
    ...rows,
    faults: [...beyondRows, ...ofSheets.flatMap(({ faults }) => faults)],
    warnings: [
      ...folder.warnings,
      ...absent.warnings,
      ...superfluous(folder, edition),
      ...ofSheets.flatMap(({ warnings }) => warnings),
    ],
    unusable: beyondRows.length > 0 || ofSheets.some(({ unusable }) => unusable),
  };
}

type Understand = <Row>(
  kind: FileKind,
  read: (table: Table) => { readonly sheet: Sheet; readonly rows: readonly Row[] },
) => readonly Row[];

function rowsOf(
  understood: Understand,
  edition: EditionContent,
  period: string,
): Pick<Handover, 'register' | 'activities' | 'figures' | 'ratings' | 'polls' | 'vetoes'> {
  return {
    register: understood('register', readRegister),
    activities: understood('activities', (table) => readActivities(table, period)),
    figures: understood('five-basics', readFiveBasics),
    ratings: understood('ratings', (table) => readRatings(table, edition)),
    // An edition without a poll has no options by which one could be read.
    polls: edition.poll ? understood('polls', (table) => readPolls(table, edition)) : [],
    vetoes: understood('vetoes', (table) => readVetoes(table, edition)),
  };
}

function emptyRegister(sheets: ReadonlyMap<FileKind, Sheet>): readonly Fault[] {
  const register = sheets.get('register');
  const empty = register !== undefined && !register.unusable && register.allRows.length === 0;
  return empty ? [fault('register-empty', { file: register.table.file })] : [];
}

function absences(
  { tables, faults }: Folder,
  edition: EditionContent,
  { period, grades }: { readonly period: string; readonly grades: boolean },
): { readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] } {
  const missing = (kind: FileKind): boolean => !tables[kind] && !faults.some(({ file }) => kindLike(file) === kind);
  const needed = grades ? [...neededFiles(edition)].filter(missing) : [];
  return {
    faults: needed.map((kind) => fault('file-missing', { file: fileName(kind, period) })),
    warnings: [
      ...(grades && edition.vetoes.length > 0 && missing('vetoes')
        ? [fault('vetoes-absent', { file: fileName('vetoes', period) })]
        : []),
      ...(missing('activities') ? [fault('activities-absent', { file: fileName('activities', period) })] : []),
    ],
  };
}

function superfluous({ tables }: Folder, edition: EditionContent): readonly Fault[] {
  const needed = neededFiles(edition);
  return (['polls', 'five-basics'] as const).flatMap((kind) => {
    const table = tables[kind];
    return table && !needed.has(kind) ? [fault('file-not-needed', { file: table.file })] : [];
  });
}
