import {
  type CommandNamed,
  commonProblem,
  foundDay,
  type OrganizationKind,
  type ProblemCommand,
  type ProblemEvent,
  problemId,
  type ProblemSource,
  type ProblemSourceKind,
  sixHavesStream,
  stepDay,
} from '@zhibu/contracts';
import type { Day, Sent } from '@zhibu/kernel';
import { type ItemsKnown, textOfItem } from './item.rules.ts';
import { openBy } from './problem.rules.ts';
import type { KnownProblem, ProblemState } from './problem.state.ts';
import { about, known, refuseIf } from './step.rules.ts';

type DataOf<Name extends ProblemCommand['name']> = CommandNamed<Name>['data'];

/** What a finding rests on. */
export interface FindingFacts extends Sent {
  /** The kind of the organization; null: it is not known. */
  readonly kind: OrganizationKind | null;
  /** From which day on the organization is no more, as far as that is known. */
  readonly dissolvedOn: Day | null;
  /** The problem that this one is the recurrence of. */
  readonly recurrenceOf: string | null;
  /** An open problem of the same organization, aspect and item. */
  readonly openAlready: string | null;
  /** The problem that this source confirmed again. */
  readonly confirmed: string | null;
  /** The body above the organization for which the sender inspected it; null: it is no finding of such a body. */
  readonly inspectedBy: string | null;
  /** The editions whose aspects and items may be named. */
  readonly editions: readonly ItemsKnown[];
}

/** Sources of which the platform itself names the problems. */
const OWN_SOURCES: readonly ProblemSourceKind[] = ['grading', 'data-match'];
/** Kinds whose problems are rectified here: those that a superior here answers for. */
const NOT_RECTIFIED: readonly OrganizationKind[] = ['province', 'city'];

/** References that the platform forms: of a finding of an inspection, and of what is unmet of the six haves (domain.md, section 7). */
const OWN_REFERENCES: readonly RegExp[] = [
  /\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  new RegExp(`^${sixHavesStream('')}.*@`),
];

/** A person who took such a reference would keep the platform's own finding from being named. @throws Refusal REFERENCE_OF_THE_PLATFORM */
function refuseOwnReference({ reference }: ProblemSource, { actor }: Sent): void {
  const isOwn = actor.role !== 'system' && OWN_REFERENCES.some((shape) => shape.test(reference));
  refuseIf(isOwn, 'REFERENCE_OF_THE_PLATFORM', { field: 'source.reference' });
}

/** The same source again is the same problem, whatever has become of it. */
export function identifyProblem(
  data: DataOf<'IdentifyProblem'>,
  state: ProblemState,
  facts: FindingFacts,
): ProblemEvent[] {
  const isOwn = OWN_SOURCES.includes(data.source.kind);
  refuseIf(isOwn && facts.actor.role !== 'system', 'SOURCE_OF_THE_PLATFORM', { field: 'source.kind' });
  refuseOwnReference(data.source, facts);
  if (state.status !== 'none') return refuseOther(data, state);
  if (facts.confirmed !== null) return [];
  refuseUnfit(data, facts);
  const { dissolvedOn, openAlready, recurrenceOf, inspectedBy } = facts;
  const effectiveOn = foundDay(data.effectiveOn, facts);
  refuseIf(dissolvedOn !== null && dissolvedOn <= effectiveOn, 'ORGANIZATION_DISSOLVED', {
    field: 'organizationId',
    dissolvedOn,
  });
  const { title: _title, editionId: _edition, ...finding } = data;
  const itemText = textOfItem(data, facts.editions);
  refuseIf(openAlready !== null, 'PROBLEM_OPEN_ALREADY', { field: 'item', problemId: openAlready });
  const found = {
    ...finding,
    problemId: problemId(data),
    effectiveOn,
    openBy: openBy(effectiveOn, facts.today),
    ...(itemText !== undefined && { itemText }),
    ...(recurrenceOf !== null && { recurrenceOf }),
    ...(inspectedBy !== null && { inspectedBy }),
  };
  return [{ type: 'ProblemIdentified', data: found }];
}

function refuseUnfit(
  { organizationId, source }: DataOf<'IdentifyProblem'>,
  { kind, actor, inspectedBy }: FindingFacts,
): void {
  refuseIf(kind === null, 'ORGANIZATION_UNKNOWN', { field: 'organizationId', organizationId });
  refuseIf(kind !== null && NOT_RECTIFIED.includes(kind), 'NOT_RECTIFIED_HERE', { field: 'organizationId', kind });
  const isOfNoBody = source.kind === 'inspection' && inspectedBy === null && actor.role !== 'system';
  refuseIf(isOfNoBody, 'FOUND_FOR_NO_BODY', { field: 'source.kind' });
}

function refuseOther(
  { organizationId, aspect, item }: DataOf<'IdentifyProblem'>,
  { problem: { found } }: KnownProblem,
): ProblemEvent[] {
  const same = found.organizationId === organizationId && found.aspect === aspect && found.item === item;
  refuseIf(!same, 'PROBLEM_EXISTS', {
    field: 'source.reference',
    problemId: found.problemId,
    organizationId: found.organizationId,
    item: found.item,
  });
  return [];
}

/** 再次发现: a second finding of what is open makes no second problem. */
export function confirmProblemAgain(
  data: DataOf<'ConfirmProblemAgain'>,
  state: ProblemState,
  facts: Sent,
): ProblemEvent[] {
  const found = known(state);
  refuseOwnReference(data.source, facts);
  const { reference } = data.source;
  const { problem } = found;
  if (problem.found.source.reference === reference || problem.foundAgain.includes(reference)) return [];
  refuseIf(found.status === 'closed', 'PROBLEM_CLOSED');
  refuseIf(found.status === 'dismissed', 'PROBLEM_DISMISSED');
  const { effectiveOn, ...shows } = data;
  const day = foundDay(effectiveOn, facts);
  // A finding may be older than the problem's own; it is told of no day before that.
  const told = day < problem.found.effectiveOn ? problem.found.effectiveOn : day;
  const due = found.status === 'rectifying' && { dueOn: found.work.dueOn, dueVersion: found.work.dueVersion };
  return [{ type: 'ProblemConfirmedAgain', data: { ...shows, ...about(found), effectiveOn: told, ...due } }];
}

/** What the declaration of a common problem rests on. */
export interface CommonFacts extends Sent {
  readonly kind: OrganizationKind | null;
  readonly editions: readonly ItemsKnown[];
  /** The problems of the item that wait for a rectification, and how many of the committee's branches have it. */
  readonly problems: readonly string[];
  readonly branches: number;
  readonly among: number;
}

/** A problem is common from so many branches on, or from such a part of them. */
const COMMON_FROM_BRANCHES = 10;
const COMMON_FROM_ONE_IN = 5;

/** 共性问题: what many branches share the committee rectifies once for all. */
export function declareCommonProblem(
  data: DataOf<'DeclareCommonProblem'>,
  state: ProblemState,
  facts: CommonFacts,
): ProblemEvent[] {
  if (state.status !== 'none') return [];
  const { organizationId, aspect, item, basis, reason } = data;
  const { actor, kind, problems, branches, among, today, editions } = facts;
  refuseIf(kind === null, 'ORGANIZATION_UNKNOWN', { field: 'organizationId', organizationId });
  refuseIf(actor.organizationId === undefined, 'ACTS_FOR_NOBODY', { superiors: [organizationId] });
  const isCommittee = kind === 'work-committee' && actor.organizationId === organizationId;
  refuseIf(!isCommittee, 'NOT_THE_COMMITTEE', { committeeId: organizationId });
  const itemText = textOfItem(data, editions);
  const isCommon = branches >= COMMON_FROM_BRANCHES || branches * COMMON_FROM_ONE_IN >= among;
  refuseIf(!isCommon || branches === 0, 'NOT_COMMON', { branches, among });
  const { source } = commonProblem(data);
  const effectiveOn = declaredOn(data, today);
  const fact = { problemId: problemId({ organizationId, source }), organizationId, effectiveOn };
  return [
    {
      type: 'ProblemIdentified',
      data: {
        ...fact,
        aspect,
        item,
        source,
        openBy: openBy(effectiveOn, today),
        ...(itemText !== undefined && { itemText }),
      },
    },
    {
      type: 'CommonProblemDeclared',
      data: { ...fact, problems: [...problems], branches, among, basis, ...(reason !== undefined && { reason }) },
    },
  ];
}

/** The committee, which judges its branches, dates its own declaration back with a reason; it has no step before it. */
function declaredOn({ effectiveOn, reason }: DataOf<'DeclareCommonProblem'>, today: Day): Day {
  return stepDay({ effectiveOn, reason }, { today, since: '' });
}
