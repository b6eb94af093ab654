import { organizationStream, roundStream } from '@zhibu/contracts';
import type { SeenId } from '../scope/seen.ts';
import { gradingStreams, sourceStream, type SourceStream } from '../views/replay/grading-stream.adapter.ts';
import type { ReplaySources } from '../views/replay/replay.lookup.ts';
import { roundsOf } from '../views/replay/replayed.rules.ts';

/** What the ratings of a branch follow from. */
export interface BranchStreams {
  /** Of its gradings. */
  readonly streams: readonly SourceStream[];
  /** Of the branch itself, and of the rounds that the gradings belong to. */
  readonly around: readonly SourceStream[];
}

/**
 * Reads the streams of one branch after another by their names, which derive from the branch, the scheme and the periods; the
 * stream of a round, which branches share, once. @throws Refusal SERVICE_UNAVAILABLE
 */
export function oneByOne(sources: ReplaySources, scheme: string): (branchId: SeenId) => Promise<BranchStreams> {
  const { client } = sources;
  const rounds = new Map<string, Promise<SourceStream>>();
  const round = (id: string): Promise<SourceStream> => {
    const read = rounds.get(id) ?? sourceStream(client, 'assessment', roundStream(id));
    rounds.set(id, read);
    return read;
  };
  return async (branchId) => {
    const streams = await gradingStreams(sources, { branchId, scheme });
    const ids = roundsOf(streams.flatMap(({ events }) => events));
    const own = sourceStream(client, 'organization', organizationStream(branchId));
    return { streams, around: await Promise.all([own, ...ids.map(round)]) };
  };
}
