import type { RatingInterval, Wording } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { RatingFindingRow, RatingRow } from '../rating/rating.lookup.ts';
import type { ReplayedDecision } from './replayed.rules.ts';

/** A decision as the read model keeps it, whether it holds or not. */
export interface KeptDecision {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly period: string;
  readonly grade: string | null;
  readonly corrects: string | null;
  readonly effectiveOn: Day;
  readonly recordedAt: string;
  readonly score: string | null;
  readonly computedGrade: string | null;
}

/** Where the decisions that the read model keeps are not those of the events. */
export function keptDisagreements(
  replayed: readonly ReplayedDecision[],
  kept: readonly KeptDecision[],
): readonly Wording[] {
  const byId = new Map(kept.map((row) => [row.eventId, row]));
  const ids = new Set(replayed.map(({ event }) => event.id));
  const invented = kept
    .filter((row) => !ids.has(row.eventId))
    .map((row) => differs(row.eventId, { field: 'decision', expected: 'none', actual: row.grade ?? 'none' }));
  return [
    ...invented,
    ...replayed.flatMap(({ event, data }) => {
      const row = byId.get(event.id);
      if (!row) return [differs(event.id, { field: 'decision', expected: data.grade ?? 'none', actual: 'none' })];
      const expected: KeptDecision = {
        eventId: event.id,
        type: event.type,
        stream: event.stream,
        revision: event.revision,
        period: data.period,
        grade: data.grade ?? null,
        corrects: data.corrects ?? null,
        effectiveOn: data.effectiveOn,
        recordedAt: event.recordedAt,
        score: data.score ?? null,
        computedGrade: data.computedGrade ?? null,
      };
      return differences(event.id, { ...expected }, { ...row });
    }),
  ];
}

/** Where the read model's ratings are not those of the events: one sentence each, none when all agree. */
export function disagreements(
  replayed: readonly RatingInterval<ReplayedDecision>[],
  shown: readonly RatingRow[],
): readonly Wording[] {
  const length = Math.max(replayed.length, shown.length);
  return Array.from({ length }, (_, index) => disagreement(replayed[index], shown[index])).flat();
}

function disagreement(
  interval: RatingInterval<ReplayedDecision> | undefined,
  row: RatingRow | undefined,
): readonly Wording[] {
  if (!interval)
    return [differs(row?.decision.eventId, { field: 'rating', expected: 'none', actual: row?.grade ?? '' })];
  const { event, data } = interval.decision;
  if (!row) return [differs(event.id, { field: 'rating', expected: data.grade ?? 'none', actual: 'none' })];
  return differences(event.id, expectedRow(interval), actualRow(row));
}

/** Field by field; what is not expected is not compared. */
function differences(eventId: string, expected: Facts, actual: Facts): readonly Wording[] {
  return Object.entries(expected).flatMap(([field, value]) =>
    value === undefined || value === actual[field]
      ? []
      : [differs(eventId, { field, expected: text(value), actual: text(actual[field]) })],
  );
}

type Facts = Readonly<Record<string, string | number | null | undefined>>;

function expectedRow({
  decision: { event, data },
  computed,
  confirmed,
  from,
  to,
}: RatingInterval<ReplayedDecision>): Facts {
  return {
    eventId: event.id,
    type: event.type,
    stream: event.stream,
    revision: event.revision,
    position: event.position.toString(),
    recordedAt: event.recordedAt,
    actor: event.metadata.actor.personId,
    branchId: data.branchId,
    scheme: data.scheme,
    period: data.period,
    grade: data.grade,
    label: data.label,
    score: computed.data.score ?? null,
    computedGrade: computed.data.computedGrade ?? null,
    confirmed: String(confirmed),
    effectiveFrom: from,
    effectiveTo: to,
  };
}

function actualRow({ decision, ...row }: RatingRow): Facts {
  return {
    eventId: decision.eventId,
    type: decision.type,
    stream: decision.stream,
    revision: decision.revision,
    position: decision.position,
    recordedAt: row.recordedAt,
    actor: decision.actor.personId,
    branchId: row.branchId,
    scheme: row.scheme,
    period: row.period,
    grade: row.grade,
    label: row.label,
    score: row.score,
    computedGrade: row.computedGrade,
    confirmed: String(row.confirmed),
    effectiveFrom: row.effectiveFrom,
    effectiveTo: row.effectiveTo,
  };
}

/** The same for the findings of a decision. */
export function findingDisagreements(
  { decision }: RatingInterval<ReplayedDecision>,
  shown: readonly RatingFindingRow[],
): readonly Wording[] {
  const words = (
    rows: readonly { item: string; rater: string; pointsLost: string; note?: string | null | undefined }[],
  ): string =>
    JSON.stringify(rows.map(({ item, rater, pointsLost, note }) => [item, rater, pointsLost, note ?? null]).sort());
  const [expected, actual] = [words(decision.data.findings ?? []), words(shown)];
  return expected === actual ? [] : [differs(decision.event.id, { field: 'findings', expected, actual })];
}

interface Difference {
  readonly field: string;
  readonly expected: string;
  readonly actual: string;
}

/** What people call what may differ; of those whose values are no codes, the values are told too. */
const differing: Readonly<Record<string, { readonly zh: string; readonly told?: true }>> = {
  decision: { zh: '评定' },
  rating: { zh: '评定' },
  grade: { zh: '等次' },
  label: { zh: '等次', told: true },
  computedGrade: { zh: '初定等次' },
  score: { zh: '得分', told: true },
  period: { zh: '年度', told: true },
  effectiveOn: { zh: '生效日期', told: true },
  effectiveFrom: { zh: '生效日期', told: true },
  effectiveTo: { zh: '截止日期', told: true },
  findings: { zh: '失分项' },
};

function differs(eventId: string | undefined, { field, expected, actual }: Difference): Wording {
  const { zh, told } = differing[field] ?? { zh: '内容' };
  const values = [expected, actual].map((value) => (value === 'null' ? '空' : value));
  return {
    zh: `系统显示的${zh}与原始记录不一致${told ? `：应为${values[0]}，显示为${values[1]}` : ''}`,
    en: `the read model differs from the stream: event ${eventId}, ${field} should be ${expected}, the read model has ${actual}`,
  };
}

const text = (value: string | number | null | undefined): string => String(value ?? 'null');
