import { editionEvents, gradingEvents, type GradingEvent, roundEvents } from '@zhibu/contracts';
import type { Row, Table } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { View } from '../view.ts';
import { deriveRatingSpans, ratingsTallied, ratingSubject } from './rating-span.projection.ts';

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
    grade: 'text',
    label: 'text',
    standing: 'text',
    focus: 'boolean',
    computed_grade: 'text',
    score: 'text',
    edition_id: 'text',
    round_id: 'text',
    actor: 'jsonb',
    reason: 'text',
    basis: 'jsonb',
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
const roundClosing: Table = { name: 'round_closing', columns: { round_id: 'text', recorded_at: 'timestamptz' } };

const decisionTypes = ['BranchGraded', 'GradeDetermined', 'GradeRevised', 'PriorGradeRecorded'] as const;
type Decided = Extract<GradingEvent, { readonly type: (typeof decisionTypes)[number] }>;

/** Decisions on grades, the grades of published editions, the rounds that are closed, and which rating holds when. */
export const ratingView: View = {
  name: 'rating',
  tables: ['decision', 'edition_grade', 'round_closing', 'rating_span'],
  unit: 'register',
  takes: new Set([...decisionTypes, 'EditionPublished', 'RoundClosed']),
  facts: (events) => [
    { table: decision, rows: events.filter(isDecision).map(decisionRow) },
    { table: editionGrade, rows: events.flatMap(gradeRows) },
    { table: roundClosing, rows: events.flatMap(closingRow) },
  ],
  touches: async (_sql, events) =>
    events.filter(isDecision).map(({ data: { branchId, scheme } }) => ratingSubject(branchId, scheme)),
  derive: deriveRatingSpans,
  series: ratingsTallied,
};

function isDecision(event: RecordedEvent): event is RecordedEvent & Decided {
  return Object.hasOwn(gradingEvents, event.type) && decisionTypes.some((type) => type === event.type);
}

function decisionRow(event: RecordedEvent & Decided): Row {
  const { branchId, scheme, period, grade, effectiveOn } = event.data;
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
    grade,
    actor: event.metadata.actor,
    ...judged(event),
    ...reasoned(event),
  };
}

/** What an edition says about the grade; a grade from before the platform has none. */
function judged({ type, data }: Decided): Row {
  if (type === 'PriorGradeRecorded') return { findings: [] };
  const { label, standing, focus, computedGrade, score, editionId, roundId } = data;
  const findings = type === 'GradeDetermined' ? [] : data.findings;
  return {
    label,
    standing,
    focus,
    computed_grade: computedGrade,
    score,
    edition_id: editionId,
    round_id: roundId,
    findings,
  };
}

/** Why a person decided so; a grade that was computed has its findings instead. */
function reasoned({ type, data }: Decided): Row {
  if (type === 'BranchGraded') return {};
  return { basis: data.basis, reason: type === 'PriorGradeRecorded' ? null : data.reason };
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
  if (event.type !== 'RoundClosed') return [];
  return [{ round_id: roundEvents.RoundClosed.schema.parse(event.data).roundId, recorded_at: event.recordedAt }];
}
