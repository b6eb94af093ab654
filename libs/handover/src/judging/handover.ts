import type { EditionContent } from '@zhibu/contracts';
import { type ActivityRow, readActivities } from '../rows/activity.rules.ts';
import { type Fault, fault } from '../fault.ts';
import { type FiveBasicsRow, readFiveBasics } from '../rows/five-basics.rules.ts';
import { type FileKind, fileName, kindLike } from '../reading/file.rules.ts';
import { gradersOf } from './grader.rules.ts';
import { gradingFiles, neededByAny } from './need.rules.ts';
import { type PollRow, readPolls } from '../rows/poll.rules.ts';
import { type RatingRow, readRatings } from '../rows/rating.rules.ts';
import { readRegister, type RegisterEntry } from '../rows/register.rules.ts';
import { readInspections, type VisitRow } from '../rows/inspection.rules.ts';
import { type CheckRow, readSixHaves } from '../rows/six-haves.rules.ts';
import type { Sheet } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';
import { readVetoes, type VetoRow } from '../rows/veto.rules.ts';
import type { Folder, Remainder } from '../reading/folder.ts';

/** What a city hands over: its files read and judged each by itself. */
export interface Handover {
  /** The edition that names the scheme; given first. */
  readonly edition: EditionContent;
  /** The editions that grade, each the organizations of its sector and kinds; that one first. */
  readonly graders: readonly EditionContent[];
  /** Every edition that was given, in the same order. */
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
  /** 六有. */
  readonly checks: readonly CheckRow[];
  /** 以往督查. */
  readonly visits: readonly VisitRow[];
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  /** Something is wrong that no mended row heals: nothing can be taken in, good rows neither. */
  readonly unusable: boolean;
}

/** Judges the files of a folder under an edition. @param others editions that grade or are published beside it */
export function handoverOf(
  folder: Folder,
  edition: EditionContent,
  period: string,
  others: readonly EditionContent[] = [],
): Handover {
  const sheets = new Map<FileKind, Sheet>();
  const editions = [edition, ...others];
  const graders = gradersOf(editions, period);
  const rows = rowsOf(understanding(folder, sheets), graders, period);
  const whole = folder.tables.register !== undefined && folder.remainder === undefined;
  const grades = gradingFiles.some((kind) => sheets.has(kind));
  const absent = whole ? absences(folder, graders, { period, grades }) : { faults: [], warnings: [] };
  const ofSheets = [...sheets.values()];
  const beyondRows = [...folder.faults, ...absent.faults, ...emptyRegister(sheets)];
  return {
    edition,
    graders,
    editions,
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
      ...superfluous(folder, graders),
      ...ofSheets.flatMap(({ warnings }) => warnings),
    ],
    unusable: beyondRows.length > 0 || ofSheets.some(({ unusable }) => unusable),
  };
}

type Understand = <Row>(
  kind: FileKind,
  read: (table: Table) => { readonly sheet: Sheet; readonly rows: readonly Row[] },
) => readonly Row[];

/** Reads the tables of a folder, and keeps their sheets. */
const understanding =
  ({ tables }: Folder, sheets: Map<FileKind, Sheet>): Understand =>
  (kind, read) => {
    const table = tables[kind];
    if (!table) return [];
    const { sheet, rows } = read(table);
    sheets.set(kind, sheet);
    return rows;
  };

function rowsOf(
  understood: Understand,
  graders: readonly EditionContent[],
  period: string,
): Pick<Handover, 'register' | 'activities' | 'figures' | 'ratings' | 'polls' | 'vetoes' | 'checks' | 'visits'> {
  return {
    register: understood('register', readRegister),
    activities: understood('activities', (table) => readActivities(table, period)),
    figures: understood('five-basics', readFiveBasics),
    ratings: understood('ratings', (table) => readRatings(table, graders)),
    // Editions without a poll have no options by which one could be read.
    polls: graders.some(({ poll }) => poll) ? understood('polls', (table) => readPolls(table, graders)) : [],
    vetoes: understood('vetoes', (table) => readVetoes(table, graders)),
    checks: understood('six-haves', (table) => readSixHaves(table, period)),
    visits: understood('inspections', (table) => readInspections(table, period)),
  };
}

function emptyRegister(sheets: ReadonlyMap<FileKind, Sheet>): readonly Fault[] {
  const register = sheets.get('register');
  const empty = register !== undefined && !register.unusable && register.allRows.length === 0;
  return empty ? [fault('register-empty', { file: register.table.file })] : [];
}

function absences(
  { tables, faults }: Folder,
  graders: readonly EditionContent[],
  { period, grades }: { readonly period: string; readonly grades: boolean },
): { readonly faults: readonly Fault[]; readonly warnings: readonly Fault[] } {
  const missing = (kind: FileKind): boolean => !tables[kind] && !faults.some(({ file }) => kindLike(file) === kind);
  const needed = grades ? [...neededByAny(graders)].filter(missing) : [];
  return {
    faults: needed.map((kind) => fault('file-missing', { file: fileName(kind, period) })),
    warnings: [
      ...(grades && graders.some(({ vetoes }) => vetoes.length > 0) && missing('vetoes')
        ? [fault('vetoes-absent', { file: fileName('vetoes', period) })]
        : []),
      ...(missing('activities') ? [fault('activities-absent', { file: fileName('activities', period) })] : []),
    ],
  };
}

function superfluous({ tables }: Folder, graders: readonly EditionContent[]): readonly Fault[] {
  const needed = neededByAny(graders);
  return (['polls', 'five-basics'] as const).flatMap((kind) => {
    const table = tables[kind];
    return table && !needed.has(kind) ? [fault('file-not-needed', { file: table.file })] : [];
  });
}
