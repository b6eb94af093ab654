import type { ServiceName, Wording } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import type { ServiceClient } from '../../commands/service-client.adapter.ts';
import type { ReadProgress } from '../../commands/projected.ts';
import type { ReadModel } from '../../read-model.ts';
import { ratingFindings, ratingHistory, type RatingKey, type RatingRow } from '../rating/rating.lookup.ts';
import { gradingStreams, inLogAt, type SourceStream, surroundingStreams } from './grading-stream.adapter.ts';
import { disagreements, findingDisagreements, type KeptDecision, keptDisagreements } from './replay.rules.ts';
import { decisionsIn, ratingsFrom, roundsOf } from './replayed.rules.ts';

export interface ReplaySources {
  readonly client: ServiceClient;
  readonly model: ReadModel;
  readonly progress: ReadProgress;
  readonly waitMs: number;
}

/** What the streams say, and where log and read model are not what they should be. */
export interface Replayed {
  readonly events: readonly RecordedEvent[];
  readonly chainIntact: boolean;
  readonly chainKept: boolean;
  readonly logFaults: readonly Wording[];
  readonly readModelFaults: readonly Wording[];
}

/** Decisions may join while a replay without an instant compares; then it is made again. */
export const ATTEMPTS = 3;

/**
 * Replays the gradings of a branch in a scheme from the owning service's streams and compares the read model with them.
 * @param upTo a settled instant; absent: what is recorded now
 */
export async function replayed(sources: ReplaySources, key: RatingKey, upTo: string | undefined): Promise<Replayed> {
  for (let attempt = 1; ; attempt += 1) {
    const streams = await gradingStreams(sources, key);
    const rounds = roundsOf(streams.flatMap(({ events }) => events));
    const around = await surroundingStreams(sources.client, key.branchId, rounds);
    const result = await compared(sources, { key, upTo, streams, around });
    const settled = upTo !== undefined || result.readModelFaults.length === 0 || attempt === ATTEMPTS;
    if (settled) return result;
  }
}

/** The streams of a branch, to be compared with what the read model shows of it. */
export interface Comparison {
  readonly key: RatingKey;
  readonly upTo: string | undefined;
  /** Of the gradings. */
  readonly streams: readonly SourceStream[];
  /** Of the branch and of the rounds that the gradings belong to. */
  readonly around: readonly SourceStream[];
}

/** What the streams say, and where log and read model are not what they should be. */
export async function compared(sources: ReplaySources, { key, upTo, streams, around }: Comparison): Promise<Replayed> {
  const all = streams.flatMap((stream) => stream.events);
  const isKnown = (event: RecordedEvent): boolean => upTo === undefined || event.recordedAt <= upTo;
  const events = all.filter(isKnown).sort((a, b) => (a.position < b.position ? -1 : 1));
  const parked = await parkedStreams(sources, 'assessment', streams);
  const ratings = ratingsFrom(events, around.flatMap((stream) => stream.events).filter(isKnown));
  const shown = await ratingHistory(sources.model, key, upTo);
  const kept = await keptDecisions(sources.model, key, upTo);
  const findings = await ratingFindings(
    sources.model,
    ratings.map(({ decision }) => decision.event.id),
  );
  const lost = await missingFromLog(sources, shown, all);
  return {
    events,
    chainKept: streams.every((stream) => stream.chainKept),
    chainIntact: [...streams, ...around].every((stream) => stream.chainIntact) && lost.length === 0,
    logFaults: [...[...streams, ...around].flatMap((stream) => stream.faults.map(inLog)), ...lost],
    readModelFaults: [
      ...parked,
      ...disagreements(ratings, shown),
      ...keptDisagreements(decisionsIn(events), kept),
      ...ratings.flatMap((rating, index) => findingDisagreements(rating, findings[index] ?? [])),
    ],
  };
}

/** The decisions as the read model keeps them, those that no longer hold too. */
async function keptDecisions(
  { prisma }: ReadModel,
  key: RatingKey,
  upTo: string | undefined,
): Promise<readonly KeptDecision[]> {
  const rows = await prisma.decision.findMany({
    where: { branchId: key.branchId, scheme: key.scheme, ...(upTo === undefined ? {} : { recordedAt: { lte: upTo } }) },
    orderBy: { position: 'asc' },
  });
  return rows.map((row) => ({
    eventId: row.eventId,
    type: row.type,
    stream: row.stream,
    revision: row.revision,
    period: row.period,
    grade: row.grade,
    corrects: row.corrects,
    effectiveOn: row.effectiveOn.toISOString().slice(0, 10),
    recordedAt: row.recordedAt.toISOString(),
    score: row.score,
    computedGrade: row.computedGrade,
  }));
}

/** Waits until the read model has dealt with the streams; a parked one explains what follows. */
export async function parkedStreams(
  { progress, waitMs }: ReplaySources,
  service: ServiceName,
  streams: readonly SourceStream[],
): Promise<readonly Wording[]> {
  const signal = AbortSignal.timeout(waitMs);
  const faults = await Promise.all(
    streams.map(async ({ name, events }): Promise<Wording[]> => {
      const last = events.at(-1);
      if (!last) return [];
      const reached = await progress
        .reached(service, { position: last.position, stream: name }, signal)
        .catch(() => ({ parked: false }));
      return reached.parked
        ? [{ zh: '有一条记录尚未计入查询结果，请联系系统管理员', en: `the read model has parked ${name}` }]
        : [];
    }),
  );
  return faults.flat();
}

/** Decisions that are shown and in no stream any more: a gap in the log says that it was the log that lost them. */
async function missingFromLog(
  { client }: ReplaySources,
  shown: readonly RatingRow[],
  events: readonly RecordedEvent[],
): Promise<readonly Wording[]> {
  const known = new Set(events.map((event) => event.id));
  const missing = shown.map((row) => row.decision).filter((decision) => !known.has(decision.eventId));
  const faults = await Promise.all(
    missing.map(async ({ eventId, position, stream }): Promise<Wording[]> => {
      const found = await inLogAt(client, { service: 'assessment', position, eventId });
      return found === 'a gap' ? [inLog(`${stream}: event ${eventId} is missing at position ${position}`)] : [];
    }),
  );
  return faults.flat();
}

/** The year stands at the end of a grading's stream name. */
const inLog = (fault: string): Wording => ({
  zh: `${/:(\d{4})\b/.exec(fault)?.[1]?.concat('年度的') ?? ''}原始记录被改动或损坏，请联系系统管理员核验`,
  en: `the log was changed or is damaged: ${fault}`,
});
