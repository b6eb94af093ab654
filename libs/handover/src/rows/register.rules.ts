import { organizationKinds, type OrganizationKind } from '@zhibu/contracts';
import { type Day, lastDayOf } from '@zhibu/kernel';
import { codeCell, countCell, dayCell, lineCell, oneOf, personCell, termCell } from '../reading/cell.rules.ts';
import { cellFault, type Column, type Sheet, type SheetRow, sheetOf, withFaults } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';
import type { Fault, FaultCode } from '../fault.ts';

/** A grade from before the platform. */
export interface PriorGrade {
  readonly scheme: string;
  readonly period: string;
  readonly grade: string;
}

/** What a row of the register says about an organization; what it leaves empty is undefined. */
export interface RegisterEntry {
  readonly row: number;
  readonly code: string;
  readonly kind: OrganizationKind;
  readonly parentCode: string | undefined;
  readonly name: string;
  readonly sector: string | undefined;
  readonly openedOn: Day;
  readonly membership: { readonly fullMembers: number; readonly probationaryMembers: number } | undefined;
  readonly election: { readonly heldOn: Day; readonly termYears: number | undefined } | undefined;
  readonly secretaryRef: string | undefined;
  readonly feature: string | undefined;
  readonly brand: string | undefined;
  readonly designations: readonly string[];
  readonly priorGrades: readonly PriorGrade[];
  /** From when what changed holds; absent: from the day the import states. */
  readonly effectiveOn: Day | undefined;
}

export const registerColumns: readonly Column[] = [
  { name: 'code', rule: codeCell, need: 'cell' },
  { name: 'kind', rule: oneOf(organizationKinds, 'kind-unknown'), need: 'cell' },
  { name: 'parentCode', rule: codeCell, need: 'column' },
  { name: 'name', rule: lineCell(200), need: 'cell' },
  { name: 'sector', rule: lineCell(64), need: 'column' },
  { name: 'openedOn', rule: dayCell, need: 'cell' },
  { name: 'fullMembers', rule: countCell, need: 'column' },
  { name: 'probationaryMembers', rule: countCell, need: 'column' },
  { name: 'committeeElectedOn', rule: dayCell, need: 'column' },
  { name: 'termYears', rule: termCell, need: 'column' },
  { name: 'secretaryRef', rule: personCell, need: 'column' },
  { name: 'feature', rule: lineCell(200), need: 'column' },
  { name: 'brand', rule: lineCell(200), need: 'column' },
  { name: 'designations', rule: lineCell(2000), need: 'column' },
  { name: 'priorGrades', rule: lineCell(2000), need: 'column' },
  { name: 'effectiveOn', rule: dayCell, need: 'none' },
];

const PRIOR_GRADE = /^([\p{L}\p{N}][\p{L}\p{N}._-]{0,63}):((?:19|2\d)\d{2}):([\p{L}\p{N}][\p{L}\p{N}._-]{0,63})$/u;
const DESIGNATION = /^(?:province|city|committee):(?:advanced-organization|standardization-site|party-building-site)$/;

/** Reads a register row by row; how the rows hang together is judged by the tree. */
export function readRegister(table: Table): { readonly sheet: Sheet; readonly rows: readonly RegisterEntry[] } {
  const sheet = sheetOf(table, registerColumns);
  const found = sheet.rows.map((row) => ({ row, faults: rowFaults(sheet, row), warnings: rowWarnings(sheet, row) }));
  const judged = withFaults(
    sheet,
    found.flatMap(({ faults }) => faults),
    found.flatMap(({ warnings }) => warnings),
  );
  return { sheet: judged, rows: judged.rows.map(entryOf) };
}

function rowFaults(sheet: Sheet, row: SheetRow): Fault[] {
  const faults: Fault[] = [];
  const wrong = (column: string, code: FaultCode): void => {
    faults.push(cellFault(sheet, row, { code, column }));
  };
  const openedOn = row.cell('openedOn');
  if (row.cell('kind') !== 'province' && row.cell('parentCode') === '') wrong('parentCode', 'parent-missing');
  if (row.cell('fullMembers') === '' && row.cell('probationaryMembers') !== '')
    wrong('fullMembers', 'members-incomplete');
  if (isBefore(row.cell('committeeElectedOn'), openedOn)) wrong('committeeElectedOn', 'election-before-opening');
  if (isBefore(row.cell('effectiveOn'), openedOn)) wrong('effectiveOn', 'effective-before-opening');
  const priorFault = priorGradesFault(row, openedOn);
  if (priorFault) wrong('priorGrades', priorFault);
  return faults;
}

function priorGradesFault(row: SheetRow, openedOn: Day): FaultCode | undefined {
  const parts = listOf(row.cell('priorGrades'));
  if (parts.length === 0) return undefined;
  if (row.cell('kind') !== 'branch') return 'prior-grade-not-branch';
  if (!parts.every((part) => PRIOR_GRADE.test(part))) return 'prior-grade-invalid';
  const grades = priorGradesOf(row);
  if (new Set(grades.map(({ scheme, period }) => `${scheme}:${period}`)).size < grades.length)
    return 'prior-grade-duplicate';
  return grades.some(({ period }) => lastDayOf(period) < openedOn) ? 'prior-grade-before-opening' : undefined;
}

function rowWarnings(sheet: Sheet, row: SheetRow): Fault[] {
  const warnings = listOf(row.cell('designations')).every((part) => DESIGNATION.test(part))
    ? []
    : [cellFault(sheet, row, { code: 'designation-unknown', column: 'designations' })];
  if (row.cell('termYears') === '' || row.cell('committeeElectedOn') !== '') return warnings;
  return [...warnings, cellFault(sheet, row, { code: 'term-without-election', column: 'termYears' })];
}

function entryOf(row: SheetRow): RegisterEntry {
  const text = (column: string): string | undefined => row.cell(column) || undefined;
  const kind = organizationKinds.find((known) => known === row.cell('kind'));
  if (!kind) throw new Error(`row ${row.row} was let through with kind ${row.cell('kind')}`);
  return {
    row: row.row,
    code: row.cell('code'),
    kind,
    parentCode: text('parentCode'),
    name: row.cell('name'),
    sector: text('sector'),
    openedOn: row.cell('openedOn'),
    membership: membershipOf(row),
    election: electionOf(row),
    secretaryRef: text('secretaryRef'),
    feature: text('feature'),
    brand: text('brand'),
    designations: listOf(row.cell('designations')),
    priorGrades: priorGradesOf(row),
    effectiveOn: text('effectiveOn'),
  };
}

function membershipOf(row: SheetRow): RegisterEntry['membership'] {
  if (row.cell('fullMembers') === '') return undefined;
  return { fullMembers: Number(row.cell('fullMembers')), probationaryMembers: Number(row.cell('probationaryMembers')) };
}

function electionOf(row: SheetRow): RegisterEntry['election'] {
  const heldOn = row.cell('committeeElectedOn');
  if (heldOn === '') return undefined;
  return { heldOn, termYears: row.cell('termYears') === '' ? undefined : Number(row.cell('termYears')) };
}

function priorGradesOf(row: SheetRow): readonly PriorGrade[] {
  return listOf(row.cell('priorGrades')).flatMap((part) => {
    const [, scheme, period, grade] = PRIOR_GRADE.exec(part) ?? [];
    return scheme && period && grade ? [{ scheme, period, grade }] : [];
  });
}

const listOf = (cell: string): readonly string[] =>
  cell
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
const isBefore = (day: string, openedOn: Day): boolean => day !== '' && day < openedOn;
