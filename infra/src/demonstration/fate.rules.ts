import type { Day } from '@zhibu/kernel';
import { oneByShare } from './chance.rules.ts';

/** What becomes of a problem in the year. */
export type Fate =
  | 'closed'
  | 'verified'
  | 'reported'
  | 'rectifying'
  | 'extended'
  | 'overdue'
  | 'waiting'
  | 'dismissed'
  | 'reopened';

/** How the problems found at the closing have ended, or where they stand, ten months and more later. */
export const SHARES: readonly (readonly [Fate, number])[] = [
  ['closed', 0.873],
  ['verified', 0.01],
  ['reported', 0.014],
  ['rectifying', 0.045],
  ['extended', 0.008],
  ['overdue', 0.027],
  ['waiting', 0.012],
  ['dismissed', 0.006],
  ['reopened', 0.005],
];

/** A problem as the platform lists it. */
export interface ListedProblem {
  readonly id: string;
  /** Code of the organization it belongs to. */
  readonly organization: string;
  readonly aspect: string;
  readonly item: string | null;
  readonly identifiedOn: Day;
  readonly source: string;
}

/** What is known of the city when its year is planned. */
export interface Occasion {
  readonly committee: string;
  readonly city: string;
  readonly period: string;
  readonly closedOn: Day;
  /** The day on which the demonstration was made: the year ends with it. */
  readonly madeOn: Day;
}

/** Of what the closing found: closed in spring where the branch's remediation is accepted, else by the shares. */
export const fateOf = ({ id, organization }: ListedProblem, accepted: ReadonlySet<string>): Fate =>
  accepted.has(organization) ? 'closed' : oneByShare('fate', id, SHARES);

/** So many items are rectified by the committee for all: those that most branches share. */
const COMMON_ITEMS = 20;
/** What becomes of them, in their order. */
const COMMON_FATES: readonly Fate[] = [
  ...Array.from({ length: 13 }, (): Fate => 'closed'),
  'verified',
  'reported',
  'reported',
  'rectifying',
  'rectifying',
  'extended',
  'overdue',
];

/** An item that most branches lost points on. */
export interface SharedItem {
  readonly aspect: string;
  readonly item: string;
  readonly fate: Fate;
}

/** 共性问题: the items of the edition that most branches share, by how many do, then by code. */
export function sharedItems(problems: readonly ListedProblem[]): readonly SharedItem[] {
  const ofEdition = problems.flatMap(({ source, aspect, item }) =>
    source === 'grading' && aspect !== 'other' && item !== null ? [{ aspect, item }] : [],
  );
  return [...Map.groupBy(ofEdition, ({ item }) => item).values()]
    .toSorted((a, b) => b.length - a.length || ((a[0]?.item ?? '') < (b[0]?.item ?? '') ? -1 : 1))
    .slice(0, COMMON_ITEMS)
    .flatMap(([first], index) => (first ? [{ ...first, fate: COMMON_FATES[index] ?? 'closed' }] : []));
}

/** 后进整顿: what becomes of it. */
export type RemediationFate = 'confirmed' | 'accepted' | 'continued' | 'unreported' | 'ongoing';

const REMEDIATION_FATES: readonly RemediationFate[] = [
  ...Array.from({ length: 7 }, (): RemediationFate => 'confirmed'),
  'accepted',
  'accepted',
  'continued',
  'unreported',
];

/**
 * What becomes of each remediation, by branch: only one whose branch has no problem found since the closing is accepted,
 * for that one would be open.
 */
export function remediationFates(
  branches: readonly string[],
  problems: readonly ListedProblem[],
  { closedOn }: Pick<Occasion, 'closedOn'>,
): ReadonlyMap<string, RemediationFate> {
  const later = new Set(problems.flatMap((one) => (one.identifiedOn > closedOn ? [one.organization] : [])));
  const able = branches.filter((branch) => !later.has(branch)).toSorted();
  return new Map(
    branches.toSorted().map((branch) => {
      const index = able.indexOf(branch);
      return [branch, (index < 0 ? undefined : REMEDIATION_FATES[index]) ?? 'ongoing'];
    }),
  );
}

/** The branches whose remediation was accepted. */
export const acceptedOf = (remediated: ReadonlyMap<string, RemediationFate>): ReadonlySet<string> =>
  new Set([...remediated].flatMap(([branch, fate]) => (fate === 'confirmed' || fate === 'accepted' ? [branch] : [])));
