import {
  type CommandNamed,
  inspectionModes,
  inspectionOutcomes,
  inspectionPurposes,
  inspectionScopes,
  isBetterThanFound,
  MOST_FINDINGS,
  severities,
} from '@zhibu/contracts';
import { type Day, periodOf } from '@zhibu/kernel';
import { type Fault } from '../fault.ts';
import {
  canonicalDay,
  type CellRule,
  codeCell,
  countCell,
  dayCell,
  onOneLine,
  oneOf,
  plainLineCell,
} from '../reading/cell.rules.ts';
import { cellFault, type Column, type Sheet, type SheetRow, sheetOf, withFaults } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';

type Told = CommandNamed<'RecordPriorInspection'>['data'];
export type VisitFinding = NonNullable<Told['findings']>[number];

/** 以往督查: one visit from before the platform, as its row tells it. */
export interface VisitRow extends Pick<
  Told,
  'visitedOn' | 'scope' | 'mode' | 'purpose' | 'outcome' | 'teamSize' | 'note'
> {
  readonly row: number;
  /** Which inspected. */
  readonly bodyCode: string;
  /** Whom: a branch, or another Party organization. */
  readonly branchCode: string;
  readonly visitedOn: Day;
  readonly findings: readonly VisitFinding[];
  /** 文号. */
  readonly documentNo: string;
}

const [TEAM_FROM, TEAM_TO] = [2, 20];
const [LONGEST_DOCUMENT, LONGEST_NOTE, LONGEST_FINDING] = [200, 500, 500];

const teamCell: CellRule = (text) =>
  countCell(text) ?? (Number(text) < TEAM_FROM || Number(text) > TEAM_TO ? { code: 'team-size-invalid' } : undefined);

// A semicolon ends a finding only where the next one begins: within its words it is theirs. What begins like the code of an
// aspect begins a finding, also where the rest of it is wrong: else its words would be taken for those of the one before.
const NEXT_FINDING = /[;；](?=(?:[^:;；]*:){3}|\s*[a-z][\w.-]*\s*[:：])/i;
const AT_EITHER_END = /^[;；\s]+|[;；\s]+$/g;

/** The findings that a cell lists, each with its words; empty ones are left out. */
const findingsIn = (text: string): readonly string[] =>
  text
    .split(NEXT_FINDING)
    .map((part) => part.replaceAll(AT_EITHER_END, ''))
    .filter((part) => part !== '');

const findingsCell: CellRule = (text) => {
  const parts = findingsIn(text);
  if (parts.length > MOST_FINDINGS) return { code: 'list-too-long', detail: String(MOST_FINDINGS) };
  return parts.every((part) => findingIn(part) !== undefined) ? undefined : { code: 'visit-findings-invalid' };
};

export const inspectionColumns: readonly Column[] = [
  { name: 'bodyCode', rule: codeCell, need: 'cell' },
  { name: 'branchCode', rule: codeCell, need: 'cell' },
  { name: 'visitedOn', rule: dayCell, canonical: canonicalDay, need: 'cell' },
  { name: 'scope', rule: oneOf(inspectionScopes, 'scope-unknown'), need: 'cell' },
  { name: 'mode', rule: oneOf(inspectionModes, 'mode-unknown'), need: 'cell' },
  { name: 'purpose', rule: oneOf(inspectionPurposes, 'purpose-unknown'), need: 'none' },
  { name: 'outcome', rule: oneOf(inspectionOutcomes, 'outcome-unknown'), need: 'cell' },
  { name: 'teamSize', rule: teamCell, need: 'none' },
  { name: 'findings', rule: findingsCell, canonical: onOneLine, need: 'column' },
  { name: 'documentNo', rule: plainLineCell(LONGEST_DOCUMENT), canonical: onOneLine, need: 'cell' },
  { name: 'note', rule: plainLineCell(LONGEST_NOTE), canonical: onOneLine, need: 'none' },
];

/** Reads the visits of a period: each once, with an outcome that what was found allows. */
export function readInspections(
  table: Table,
  period: string,
): { readonly sheet: Sheet; readonly rows: readonly VisitRow[] } {
  const sheet = sheetOf(table, inspectionColumns);
  const single = withFaults(
    sheet,
    sheet.rows.flatMap((row) => rowFault(sheet, row, period) ?? []),
  );
  const judged = withFaults(single, repeated(sheet, single.rows));
  return { sheet: judged, rows: judged.rows.flatMap((row) => visitOf(row) ?? []) };
}

function rowFault(sheet: Sheet, row: SheetRow, period: string): Fault | undefined {
  if (periodOf(row.cell('visitedOn')) !== period)
    return cellFault(sheet, row, { code: 'visit-outside-period', column: 'visitedOn', detail: period });
  const visit = visitOf(row);
  const isWrong = visit !== undefined && isBetterThanFound(visit.outcome, visit.findings);
  return isWrong ? cellFault(sheet, row, { code: 'outcome-too-good', column: 'outcome' }) : undefined;
}

/** By what two rows tell of one visit: body, organization, day and scope. */
export const visitKey = (visit: {
  readonly bodyCode: string;
  readonly branchCode: string;
  readonly visitedOn: Day;
  readonly scope: string;
}): string => [visit.bodyCode, visit.branchCode, visit.visitedOn, visit.scope].join(' ');

const keyOf = ({ cell }: SheetRow): string =>
  visitKey({
    bodyCode: cell('bodyCode'),
    branchCode: cell('branchCode'),
    visitedOn: cell('visitedOn'),
    scope: cell('scope'),
  });

function repeated(sheet: Sheet, rows: readonly SheetRow[]): readonly Fault[] {
  const first = new Map<string, number>();
  return rows.flatMap((row) => {
    const before = first.get(keyOf(row));
    if (before === undefined) {
      first.set(keyOf(row), row.row);
      return [];
    }
    return [cellFault(sheet, row, { code: 'visit-duplicate', column: 'visitedOn', detail: String(before) })];
  });
}

const known = <Value extends string>(values: readonly Value[], text: string | undefined): Value | undefined =>
  values.find((value) => value === text);

/** What a part of a cell tells of a finding, `aspect:item:severity:words`; undefined: it tells none. */
function findingIn(part: string): VisitFinding | undefined {
  const [aspect, item, severitySaid, ...words] = part.split(':').map((said) => said.trim());
  const severity = known(severities, severitySaid);
  const says = words.join(':');
  if (!aspect || !item || !severity || says === '') return undefined;
  const isRight = [codeCell(aspect), codeCell(item), plainLineCell(LONGEST_FINDING)(says)].every((one) => !one);
  return isRight ? { aspect, item, says, severity } : undefined;
}

/** Undefined: a word of it is none, and the row goes back. */
function visitOf({ row, cell }: SheetRow): VisitRow | undefined {
  const scope = known(inspectionScopes, cell('scope'));
  const mode = known(inspectionModes, cell('mode'));
  const outcome = known(inspectionOutcomes, cell('outcome'));
  if (!scope || !mode || !outcome) return undefined;
  return {
    row,
    bodyCode: cell('bodyCode'),
    branchCode: cell('branchCode'),
    visitedOn: cell('visitedOn'),
    scope,
    mode,
    purpose: known(inspectionPurposes, cell('purpose')) ?? 'routine',
    outcome,
    ...(cell('teamSize') === '' ? {} : { teamSize: Number(cell('teamSize')) }),
    findings: findingsIn(cell('findings')).flatMap((part) => findingIn(part) ?? []),
    documentNo: cell('documentNo'),
    ...(cell('note') === '' ? {} : { note: cell('note') }),
  };
}
