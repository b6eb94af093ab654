import {
  type ProgrammeKind,
  programmeKinds,
  type ProgrammeLevel,
  programmeLevels,
  subjectKinds,
} from '@zhibu/contracts';
import { type Day, isDay } from '@zhibu/kernel';
import { canonicalDay, partsOf, plainLineCell } from '../reading/cell.rules.ts';
import type { FaultCode } from '../fault.ts';

/** 命名 from before the platform, as a row of the register names it. */
export interface PriorDesignation {
  readonly level: ProgrammeLevel;
  readonly kind: ProgrammeKind;
  /** Absent: the register tells only that it holds. */
  readonly since: Day | undefined;
  /** 文号; absent: the register names none. */
  readonly documentNo: string | undefined;
}

const LONGEST_DOCUMENT = 200;

/** What a cell names, `level:kind` with day and document where they are known; a part that names none is left out. */
export const designationsOf = (cell: string): readonly PriorDesignation[] =>
  partsOf(cell).flatMap((part) => designationIn(part) ?? []);

function designationIn(part: string): PriorDesignation | undefined {
  const [level = '', kind = '', day, ...document] = part.split(':').map((said) => said.trim());
  const programme = programmeIn(`${level}:${kind}`);
  const since = day && canonicalDay(day);
  const documentNo = document.length === 0 ? undefined : document.join(':');
  const isRight = [since].every(isAbsentOr(isDay)) && [documentNo].every(isAbsentOr(isDocument));
  return programme && isRight ? { ...programme, since, documentNo } : undefined;
}

const isAbsentOr =
  (rule: (text: string) => boolean) =>
  (text: string | undefined): boolean =>
    text === undefined || rule(text);

/** The level and the kind of a programme, as files and the operator write them: `level:kind`; undefined: it is none. */
export function programmeIn(text: string): Pick<PriorDesignation, 'level' | 'kind'> | undefined {
  const [levelSaid, kindSaid, ...more] = text.split(':');
  const level = programmeLevels.find((known) => known === levelSaid);
  const kind = programmeKinds.find((known) => known === kindSaid);
  return level && kind && more.length === 0 ? { level, kind } : undefined;
}

/** Whether a text may be a 文号: a line of which all is seen, at most 200 characters. */
export const isDocument = (text: string): boolean => text !== '' && plainLineCell(LONGEST_DOCUMENT)(text) === undefined;

/** What is wrong with the designations of a row by itself. */
export function designationsFault(
  cell: string,
  { kind, openedOn }: { readonly kind: string; readonly openedOn: Day },
): FaultCode | undefined {
  const found = designationsOf(cell);
  const parts = partsOf(cell).length;
  if (parts === 0) return undefined;
  if (found.length < parts) return 'designation-unknown';
  if (!subjectKinds.some((one) => one === kind)) return 'kind-has-none';
  if (new Set(found.map((one) => `${one.level}:${one.kind}`)).size < parts) return 'designation-duplicate';
  return found.some(({ since }) => since !== undefined && since < openedOn) ? 'designation-before-opening' : undefined;
}

/** A designation as a cell writes it, without day and document. */
export const writtenAs = ({ level, kind }: Pick<PriorDesignation, 'level' | 'kind'>): string => `${level}:${kind}`;
