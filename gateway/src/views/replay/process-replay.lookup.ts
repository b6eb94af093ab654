import { organizationConcerned, streamNamed, type Wording } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Replayable } from '../../process/replayable.ts';
import { keptSteps, type KeptStep } from '../../process/standing.lookup.ts';
import { keyOf, type StepFact } from '../../process/steps.projection.ts';
import { takenIn } from '../causation/causation.lookup.ts';
import { inLogAt, sourceStream, type SourceStream } from './grading-stream.adapter.ts';
import {
  causeDisagreements,
  spanDisagreement,
  standingDisagreement,
  stepDisagreements,
  stepInLog,
} from './process-replay.rules.ts';
import { ATTEMPTS, parkedStreams, type ReplaySources } from './replay.lookup.ts';

/** One instance of a process, by the parts of its key. */
export interface InstanceAsked {
  readonly process: Replayable;
  readonly parts: readonly string[];
  /** A settled instant; absent: what is recorded now. */
  readonly upTo: string | undefined;
}

/** An instance as its service's log has it, and as the read model keeps it. */
export interface InstanceRead {
  readonly stream: SourceStream;
  readonly kept: readonly KeptStep[];
  /** Why a part of it may be missing. */
  readonly parked: readonly Wording[];
}

/** What the stream of an instance says, and where log and read model are not what they should be. */
export interface InstanceReplayed {
  /** In the order of the log. */
  readonly steps: readonly StepFact[];
  readonly chainKept: boolean;
  readonly chainIntact: boolean;
  readonly logFaults: readonly Wording[];
  readonly readModelFaults: readonly Wording[];
}

/** Reads an instance from its service, then, once the read model has dealt with that, as it is kept. @throws Refusal SERVICE_UNAVAILABLE */
export async function instanceRead(
  sources: ReplaySources,
  { process, parts, upTo }: InstanceAsked,
): Promise<InstanceRead> {
  const { aggregate, service, tables } = process;
  const stream = await sourceStream(sources.client, service, streamNamed(aggregate, ...parts));
  const parked = await parkedStreams(sources, service, [stream]);
  return { stream, parked, kept: await keptSteps({ model: sources.model, tables }, keyOf(parts), upTo) };
}

/** Whose an instance is: by the log, or, where that has lost it, by the read model; undefined: there is none. */
export function organizationOf({ stepOf }: Replayable, { stream, kept }: InstanceRead): string | undefined {
  const last = stream.events.at(-1);
  return last ? stepOf(last).organizationId : kept.at(-1)?.organizationId;
}

/** Compares an instance as it was read with what the read model shows of it; reads it anew where a step may have joined meanwhile. */
export async function instanceReplayed(
  sources: ReplaySources,
  asked: InstanceAsked,
  first: InstanceRead,
): Promise<InstanceReplayed> {
  for (let attempt = 1, read = first; ; attempt += 1) {
    const found = await instanceCompared(sources, asked, read);
    if (found.readModelFaults.length === 0 || attempt === ATTEMPTS) return found;
    read = await instanceRead(sources, asked);
  }
}

async function instanceCompared(
  sources: ReplaySources,
  { process, parts, upTo }: InstanceAsked,
  { stream, kept, parked }: InstanceRead,
): Promise<InstanceReplayed> {
  const { model } = sources;
  const events = stream.events.filter(({ recordedAt }) => upTo === undefined || recordedAt <= upTo);
  const steps = events.map(process.stepOf);
  const lost = await missingFromLog(sources, process, { kept, stream });
  const known = events.filter(isCauseOpen(process));
  const differing = await process.differingRows(model.sql, keyOf(parts));
  const links = await takenIn(
    model,
    known.map(({ id }) => id),
  );
  return {
    steps,
    chainKept: stream.chainKept,
    chainIntact: stream.chainIntact && lost.length === 0,
    logFaults: [...stream.faults.map((fault) => stepInLog(fault, stream.events)), ...lost],
    readModelFaults: [
      ...parked,
      ...stepDisagreements(steps, kept),
      ...causeDisagreements(known, links),
      ...spanDisagreement(differing.get(process.tables.spans) ?? 0),
      ...standingDisagreement(differing.get(process.tables.standings) ?? 0),
    ],
  };
}

/** Whether whoever sees the instance sees of its event what caused it. */
const isCauseOpen =
  ({ stepOf }: Replayable) =>
  (event: RecordedEvent): boolean =>
    organizationConcerned(event) === stepOf(event).organizationId;

/** Steps that are kept and in no stream any more: a gap in the log says that it was the log that lost them. */
async function missingFromLog(
  { client, model }: ReplaySources,
  { service }: Replayable,
  { kept, stream }: Pick<InstanceRead, 'kept' | 'stream'>,
): Promise<readonly Wording[]> {
  const known = new Set(stream.events.map(({ id }) => id));
  const missing = kept.filter(({ eventId }) => !known.has(eventId)).map(({ eventId }) => eventId);
  const places = missing.length === 0 ? [] : [...(await takenIn(model, missing)).values()];
  const faults = await Promise.all(
    places.map(async ({ eventId, position }): Promise<Wording[]> => {
      const found = await inLogAt(client, { service, position, eventId });
      const fault = `${stream.name}: event ${eventId} is missing at position ${position}`;
      return found === 'a gap' ? [stepInLog(fault, [])] : [];
    }),
  );
  return faults.flat();
}
