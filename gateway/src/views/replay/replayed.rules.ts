import {
  isOneOf,
  organizationEvents,
  type RatingClosing,
  type RatingEvent,
  ratingEventKinds,
  type RatingEventType,
  type RatingInterval,
  ratingIntervals,
  roundEvents,
} from '@zhibu/contracts';
import { NEVER, type RecordedEvent } from '@zhibu/kernel';
import { lifeOf } from '@zhibu/register/rules';
import { z } from 'zod';
import { lifeFacts } from '../organization/said.rules.ts';

const finding = z.object({ item: z.string(), rater: z.string(), pointsLost: z.string(), note: z.string().nullish() });
const decided = z.object({
  branchId: z.string(),
  scheme: z.string(),
  period: z.string(),
  grade: z.string().optional(),
  effectiveOn: z.string(),
  score: z.string().optional(),
  computedGrade: z.string().optional(),
  label: z.string().optional(),
  roundId: z.string().optional(),
  corrects: z.string().optional(),
  findings: z.array(finding).optional(),
});

/** A decision on a grade, read from its event. */
export interface ReplayedDecision extends RatingEvent {
  readonly event: RecordedEvent;
  readonly data: z.infer<typeof decided>;
}

/** Whether an event decides on a grade, or withdraws such a decision. */
export const isDeciding = (type: string): type is RatingEventType => Object.hasOwn(ratingEventKinds, type);

/** The decisions on a grade among the events, and the withdrawals of them. */
export function decisionsIn(events: readonly RecordedEvent[]): readonly ReplayedDecision[] {
  return events.flatMap((event) => {
    if (!isDeciding(event.type)) return [];
    const data = decided.parse(event.data);
    return [
      {
        event,
        data,
        kind: ratingEventKinds[event.type],
        eventId: event.id,
        period: data.period,
        effectiveOn: data.effectiveOn,
        roundId: data.roundId ?? null,
        corrects: data.corrects,
        recordedAt: event.recordedAt,
        position: event.position,
      },
    ];
  });
}

/** The rounds that the decisions among the events belong to. */
export const roundsOf = (events: readonly RecordedEvent[]): readonly string[] => [
  ...new Set(decisionsIn(events).flatMap(({ roundId }) => roundId ?? [])),
];

const isClosing = isOneOf(roundEvents.RoundClosed);
const isOfOrganization = isOneOf(...Object.values(organizationEvents));

/** The ratings that the events of a branch's gradings lead to, with those of its rounds and its own. */
export function ratingsFrom(
  events: readonly RecordedEvent[],
  around: readonly RecordedEvent[],
): readonly RatingInterval<ReplayedDecision>[] {
  const closings = around
    .filter(isClosing)
    .map(({ data: { period, roundId }, recordedAt, position }): RatingClosing => {
      return { kind: 'closed', period, roundId, recordedAt, position };
    });
  const lives = lifeOf(lifeFacts(around.filter(isOfOrganization)));
  return ratingIntervals([...decisionsIn(events), ...closings], lives.at(-1)?.to ?? NEVER);
}
