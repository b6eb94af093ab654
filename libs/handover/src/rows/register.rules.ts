import { kindsWith, organizationKinds, type OrganizationKind } from '@zhibu/contracts';
import { type Day, lastDayOf } from '@zhibu/kernel';
import {
  canonicalDay,
  codeCell,
  countCell,
  dayCell,
  lineCell,
  onOneLine,
  oneOf,
  partsOf,
  personCell,
  termCell,
} from '../reading/cell.rules.ts';
import { cellFault, type Column, type Sheet, type SheetRow, sheetOf, withFaults } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';
import type { Fault, FaultCode } from '../fault.ts';
import { designationsFault, designationsOf, type PriorDesignation } from './designation.rules.ts';

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
  readonly designations: readonly PriorDesignation[];
  readonly priorGrades: readonly PriorGrade[];
  /** From when what changed holds; absent: from the day the import states. */
  readonly effectiveOn: Day | undefined;
  /** An end, or the end of one that was an error. What else changes needs no word: it is compared. */
  readonly change: RegisterChange | undefined;
  readonly reason: string | undefined;
  /** 文号 of what the changes of the row rest on. */
  readonly basis: string | undefined;
}

/** 撤销、恢复, in either language. */
const changeWords = { dissolve: 'dissolve', 撤销: 'dissolve', reinstate: 'reinstate', 恢复: 'reinstate' } as const;
export type RegisterChange = (typeof changeWords)[keyof typeof changeWords];

export const registerColumns: readonly Column[] = [
  { name: 'code', rule: codeCell, need: 'cell' },
  { name: 'kind', rule: oneOf(organizationKinds, 'kind-unknown'), need: 'cell' },
  { name: 'parentCode', rule: codeCell, need: 'column' },
  { name: 'name', rule: lineCell(200), need: 'cell' },
  { name: 'sector', rule: lineCell(64), need: 'column' },
  { name: 'openedOn', rule: dayCell, canonical: canonicalDay, need: 'cell' },
  { name: 'fullMembers', rule: countCell, need: 'column' },
  { name: 'probationaryMembers', rule: countCell, need: 'column' },
  { name: 'committeeElectedOn', rule: dayCell, canonical: canonicalDay, need: 'column' },
  { name: 'termYears', rule: termCell, need: 'column' },
  { name: 'secretaryRef', rule: personCell, need: 'column' },
  { name: 'feature', rule: lineCell(200), need: 'column' },
  { name: 'brand', rule: lineCell(200), need: 'column' },
  { name: 'designations', rule: lineCell(2000), need: 'column' },
  { name: 'priorGrades', rule: lineCell(2000), need: 'column' },
  { name: 'effectiveOn', rule: dayCell, canonical: canonicalDay, need: 'none' },
  { name: 'change', rule: oneOf(Object.keys(changeWords), 'change-unknown'), need: 'none' },
  { name: 'reason', rule: lineCell(500), canonical: onOneLine, need: 'none' },
  { name: 'basis', rule: lineCell(200), need: 'none' },
];

const PRIOR_GRADE = /^([\p{L}\p{N}][\p{L}\p{N}._-]{0,63}):((?:19|2\d)\d{2}):([\p{L}\p{N}][\p{L}\p{N}._-]{0,63})$/u;

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
  for (const [column, code] of [...dayFaults(row, openedOn), ...changeFaults(row), ...traitFaults(row)])
    wrong(column, code);
  const priorFault = priorGradesFault(row, openedOn);
  if (priorFault) wrong('priorGrades', priorFault);
  const designationFault = designationsFault(row.cell('designations'), { kind: row.cell('kind'), openedOn });
  if (designationFault) wrong('designations', designationFault);
  return faults;
}

type ColumnFault = readonly [column: string, code: FaultCode];

function dayFaults(row: SheetRow, openedOn: Day): readonly ColumnFault[] {
  const days: readonly ColumnFault[] = [
    ['committeeElectedOn', 'election-before-opening'],
    ['effectiveOn', 'effective-before-opening'],
  ];
  return days.filter(([column]) => isBefore(row.cell(column), openedOn));
}

/** What only some kinds of organization have. */
const traits = { committeeElectedOn: 'election', feature: 'profile', brand: 'profile' } as const;

function traitFaults(row: SheetRow): readonly ColumnFault[] {
  const kind = organizationKinds.find((known) => known === row.cell('kind'));
  return Object.entries(traits).flatMap(([column, trait]) =>
    kind && row.cell(column) !== '' && !kindsWith[trait].includes(kind) ? [[column, 'kind-has-none'] as const] : [],
  );
}

function changeFaults(row: SheetRow): readonly ColumnFault[] {
  const change = changeOf(row);
  const lacksBasis = change === 'reinstate' && row.cell('basis') === '';
  return [
    ...(change !== undefined && row.cell('effectiveOn') === '' ? [['effectiveOn', 'change-without-day'] as const] : []),
    ...(lacksBasis ? [['basis', 'basis-missing'] as const] : []),
  ];
}

function priorGradesFault(row: SheetRow, openedOn: Day): FaultCode | undefined {
  const parts = partsOf(row.cell('priorGrades'));
  if (parts.length === 0) return undefined;
  if (row.cell('kind') !== 'branch') return 'prior-grade-not-branch';
  if (!parts.every((part) => PRIOR_GRADE.test(part) && part.normalize('NFKC') === part)) return 'prior-grade-invalid';
  const grades = priorGradesOf(row);
  if (new Set(grades.map(({ scheme, period }) => `${scheme}:${period}`)).size < grades.length)
    return 'prior-grade-duplicate';
  return grades.some(({ period }) => lastDayOf(period) < openedOn) ? 'prior-grade-before-opening' : undefined;
}

function rowWarnings(sheet: Sheet, row: SheetRow): Fault[] {
  if (row.cell('termYears') === '' || row.cell('committeeElectedOn') !== '') return [];
  return [cellFault(sheet, row, { code: 'term-without-election', column: 'termYears' })];
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
    designations: designationsOf(row.cell('designations')),
    priorGrades: priorGradesOf(row),
    effectiveOn: text('effectiveOn'),
    change: changeOf(row),
    reason: text('reason'),
    basis: text('basis'),
  };
}

const changeOf = (row: SheetRow): RegisterChange | undefined =>
  Object.entries(changeWords).find(([word]) => word === row.cell('change'))?.[1];

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
  return partsOf(row.cell('priorGrades')).flatMap((part) => {
    const [, scheme, period, grade] = PRIOR_GRADE.exec(part) ?? [];
    return scheme && period && grade ? [{ scheme, period, grade }] : [];
  });
}

const isBefore = (day: string, openedOn: Day): boolean => day !== '' && day < openedOn;
