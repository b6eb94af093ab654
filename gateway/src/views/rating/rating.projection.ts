import {
  editionEvents,
  gradingEvents,
  type GradingEvent,
  isOneOf,
  organizationEvents,
  ratingEventKinds,
  type RatingEventType,
  roundEvents,
} from '@zhibu/contracts';
import type { Row, Sql, Table } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { View } from '../view.ts';
import { deriveRatingSpans, ratingsTallied, ratingSubject, subjectsOf } from './rating-span.projection.ts';

const decision: Table = {
  name: 'decision',
  columns: {
    branch_id: 'text',
    scheme: 'text',
    period: 'text',
    revision: 'integer',
    event_id: 'uuid',
    type: 'text',
    stream: 'text',
    position: 'bigint',
    recorded_at: 'timestamptz',
    effective_on: 'date',
    corrects: 'uuid',
    grade: 'text',
    label: 'text',
    standing: 'text',
    focus: 'boolean',
    computed_grade: 'text',
    score: 'text',
    computation: 'jsonb',
    edition_id: 'text',
    round_id: 'text',
    actor: 'jsonb',
    reason: 'text',
    basis: 'jsonb',
    same_hand: 'boolean',
    findings: 'jsonb',
  },
};
const editionGrade: Table = {
  name: 'edition_grade',
  columns: {
    edition_id: 'text',
    ordinal: 'integer',
    scheme: 'text',
    sector: 'text',
    effective_from: 'date',
    grade: 'text',
    label: 'text',
    standing: 'text',
    focus: 'boolean',
    recorded_at: 'timestamptz',
  },
};
const roundClosing: Table = {
  name: 'round_closing',
  columns: { round_id: 'text', position: 'bigint', recorded_at: 'timestamptz' },
};

const sameHandClosed: Table = { name: 'same_hand_closed', columns: { round_id: 'text', branch_id: 'text' } };

type Decided = Extract<GradingEvent, { readonly type: RatingEventType }>;

/** By these the life of a branch begins, ends or goes on. */
const { OrganizationRegistered, OrganizationDissolved, OrganizationReinstated, RegistrationCancelled } =
  organizationEvents;
const lifeEvents = [
  OrganizationRegistered,
  OrganizationDissolved,
  OrganizationReinstated,
  RegistrationCancelled,
] as const;
const endings = isOneOf(...lifeEvents);
const lifeTypes = lifeEvents.map(({ type }) => type);
const closings = isOneOf(roundEvents.RoundClosed);

/** Decisions on grades, the grades of published editions, the rounds that are closed, and which rating holds when. */
export const ratingView: View = {
  name: 'rating',
  tables: ['decision', 'edition_grade', 'round_closing', 'same_hand_closed', 'rating_span'],
  details: { decision: 'branch_id', same_hand_closed: 'branch_id' },
  unit: 'register',
  takes: new Set([...Object.keys(ratingEventKinds), 'EditionPublished', 'RoundClosed', ...lifeTypes]),
  facts: (events) => [
    { table: decision, rows: events.filter(isDecision).map(decisionRow) },
    { table: editionGrade, rows: events.flatMap(gradeRows) },
    { table: roundClosing, rows: events.flatMap(closingRow) },
    { table: sameHandClosed, rows: events.flatMap(sameHandClosedRows) },
  ],
  touches: touched,
  derive: deriveRatingSpans,
  series: ratingsTallied,
};

function isDecision(event: RecordedEvent): event is RecordedEvent & Decided {
  return Object.hasOwn(gradingEvents, event.type) && Object.hasOwn(ratingEventKinds, event.type);
}

/** Whose ratings follow anew: of those decided about, of those in a round that is closed, of those whose life ends: none has one from then on. */
async function touched(sql: Sql, events: readonly RecordedEvent[]): Promise<readonly string[]> {
  const decided = events.filter(isDecision).map(({ data: { branchId, scheme } }) => ratingSubject(branchId, scheme));
  const rounds = events.filter(closings).map(({ data }) => data.roundId);
  const branches = events.filter(endings).map(({ data }) => data.organizationId);
  return [...decided, ...(await subjectsOf(sql, rounds, branches))];
}

function decisionRow(event: RecordedEvent & Decided): Row {
  const { branchId, scheme, period, effectiveOn } = event.data;
  return {
    branch_id: branchId,
    scheme,
    period,
    revision: event.revision,
    event_id: event.id,
    type: event.type,
    stream: event.stream,
    position: event.position,
    recorded_at: event.recordedAt,
    effective_on: effectiveOn,
    corrects: 'corrects' in event.data ? event.data.corrects : null,
    actor: event.metadata.actor,
    same_hand: 'sameHand' in event.data && event.data.sameHand === true,
    ...judged(event),
    ...reasoned(event),
  };
}

/** What an edition says about the grade; a grade from before the platform has none, and a withdrawal has no grade. */
function judged({ type, data }: Decided): Row {
  if (type === 'PriorGradeRecorded' || type === 'PriorGradeCorrected') return { grade: data.grade, findings: [] };
  if (type === 'DeterminationWithdrawn') return { edition_id: data.editionId, round_id: data.roundId, findings: [] };
  const { grade, label, standing, focus, computedGrade, score, editionId, roundId } = data;
  return {
    grade,
    label,
    standing,
    focus,
    computed_grade: computedGrade,
    score,
    edition_id: editionId,
    round_id: roundId,
    ...(type === 'GradeDetermined' ? { findings: [] } : computation(data)),
  };
}

type Computed = Extract<Decided, { readonly type: 'BranchGraded' }>['data'];

const computation = ({ findings, totals, gates, vetoes, next, ...data }: Computed): Row => ({
  findings,
  computation: { totals, gates, vetoes, next, ...('limitedFrom' in data && { limitedFrom: data.limitedFrom }) },
});

/** Why a person decided so; a grade that was computed has its findings instead. */
function reasoned({ type, data }: Decided): Row {
  if (type === 'BranchGraded') return {};
  return { basis: data.basis, reason: 'reason' in data ? data.reason : null };
}

function gradeRows(event: RecordedEvent): readonly Row[] {
  if (event.type !== 'EditionPublished') return [];
  const { editionId, content } = editionEvents.EditionPublished.schema.parse(event.data);
  const { scheme, sector, effectiveFrom } = content;
  return content.grades.map(({ code, label, standing, focus }, ordinal) => ({
    edition_id: editionId,
    ordinal,
    scheme,
    sector,
    effective_from: effectiveFrom,
    grade: code,
    label,
    standing,
    focus: focus ?? false,
    recorded_at: event.recordedAt,
  }));
}

function closingRow(event: RecordedEvent): readonly Row[] {
  if (!closings(event)) return [];
  return [{ round_id: event.data.roundId, position: event.position, recorded_at: event.recordedAt }];
}

function sameHandClosedRows(event: RecordedEvent): readonly Row[] {
  if (!closings(event)) return [];
  const { roundId, ratedByConfirmer = [], inspectedByGrader = [] } = event.data;
  const branches = new Set([...ratedByConfirmer, ...inspectedByGrader]);
  return [...branches].map((branch) => ({ round_id: roundId, branch_id: branch }));
}
