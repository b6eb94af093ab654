import {
  type Approval,
  type ProgrammeKind,
  programmeKindWords,
  type ProgrammeLevel,
  programmeLevelWords,
  subjectKinds,
  type Wording,
} from '@zhibu/contracts';
import { type Fault, fault } from '../fault.ts';
import type { NamedDesignation, NamedProgramme } from '../judging/designation.rules.ts';
import type { Judgement } from '../judging/judgement.ts';
import { fileName } from '../reading/file.rules.ts';
import { sourceOf } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';
import { writtenAs } from '../rows/designation.rules.ts';
import type { Planned } from './plan.ts';
import { priorDesignationBasis } from './vocabulary.ts';

/** 设立依据: on what the programmes of a level and kind rest, as the operator states it. */
export interface ProgrammeBasis {
  readonly level: ProgrammeLevel;
  readonly kind: ProgrammeKind;
  readonly approval: Approval;
  readonly documentNo: string;
}

/** What the designations of a register ask for. */
export interface DesignationPlan {
  /** First: designations stand on them. */
  readonly programmes: readonly Planned[];
  readonly designations: readonly Planned[];
  readonly warnings: readonly Fault[];
}

const MOST_ROWS_NAMED = 5000;

/**
 * 以往命名: registers the programme of each level and kind that the register names, records on what it rests where that is
 * stated, and then each designation that the platform does not have.
 */
export function planDesignations({ named, good }: Judgement, bases: readonly ProgrammeBasis[]): DesignationPlan {
  const table = good.sheets.get('register')?.table;
  const byProgramme = Map.groupBy(named, ({ programme }) => programme.id);
  const isNamed = (basis: ProgrammeBasis): boolean => named.some(({ designation }) => isOf(basis, designation));
  return {
    programmes: table ? [...byProgramme.values()].flatMap((own) => planProgramme(own, bases, table)) : [],
    designations: table ? named.filter(({ known }) => !known).map((one) => planDesignation(one, table)) : [],
    warnings: bases
      .filter((basis) => !isNamed(basis))
      .map((basis) =>
        fault('programme-basis-unused', {
          file: fileName('register', good.period),
          column: 'designations',
          value: writtenAs(basis),
        }),
      ),
  };
}

const isOf = (basis: ProgrammeBasis, { level, kind }: Pick<NamedProgramme, 'level' | 'kind'>): boolean =>
  basis.level === level && basis.kind === kind;

function planProgramme(
  own: readonly NamedDesignation[],
  bases: readonly ProgrammeBasis[],
  table: Table,
): readonly Planned[] {
  const [first] = own;
  if (!first) return [];
  const { programme } = first;
  const rows = own.map(({ row }) => row).slice(0, MOST_ROWS_NAMED);
  const { id: programmeId, bodyId, level, kind: programmeKind } = programme;
  const of = { subject: bodyId, source: sourceOf(table, rows), observed: observedOf(programme) };
  const subjects = subjectKinds.filter((kind) => own.some((one) => one.kind === kind));
  const title = programmeTitle(programme).zh;
  const registration = { programmeId, bodyId, level, programmeKind, title, subjects };
  const basis = bases.findLast((one) => isOf(one, programme));
  const isStated = basis && !isSame(basis, programme);
  return [
    ...(programme.known ? [] : [{ ...of, name: 'RegisterProgramme', data: registration }]),
    ...(isStated ? [{ ...of, name: 'RecordApprovalBasis', data: approvalOf(basis, programme) }] : []),
  ];
}

/** A basis that comes back after another was recorded is another command. */
const observedOf = ({ known }: NamedProgramme): string => (known ? `revision ${known.revision}` : 'new');

const isSame = ({ approval, documentNo }: ProgrammeBasis, { known }: NamedProgramme): boolean =>
  known?.approval?.code === approval && known.approval.documentNo === documentNo;

const approvalOf = ({ approval, documentNo }: ProgrammeBasis, { id, bodyId }: NamedProgramme): object => ({
  programmeId: id,
  bodyId,
  approval,
  basis: { documentNo },
});

function planDesignation({ row, code, programme, designation, since }: NamedDesignation, table: Table): Planned {
  return {
    name: 'RecordPriorDesignation',
    subject: code,
    observed: 'new',
    source: sourceOf(table, [row]),
    data: {
      programmeId: programme.id,
      organizationId: code,
      since,
      basis: { documentNo: designation.documentNo ?? priorDesignationBasis },
      source: table.file,
      // An import acts for nobody: that the designation is the body's is said by the register that its committee keeps.
      bodyId: programme.bodyId,
    },
  };
}

/** 市级规范化建设示范点, and the like. */
export const programmeTitle = ({ level, kind }: Pick<NamedProgramme, 'level' | 'kind'>): Wording => ({
  zh: `${programmeLevelWords[level].zh}${programmeKindWords[kind].zh}`,
  en: `${programmeKindWords[kind].en} of ${programmeLevelWords[level].en}`,
});

/** The designations of a register, counted by what they are called, in the order of their levels. */
export function designationCounts({ named }: Pick<Judgement, 'named'>): readonly (readonly [Wording, number])[] {
  const groups = Map.groupBy(named, ({ designation }) => writtenAs(designation));
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => own.slice(0, 1).map(({ designation }) => [programmeTitle(designation), own.length] as const));
}
