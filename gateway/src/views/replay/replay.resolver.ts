import type { Resolvers } from '../../schema/resolvers.ts';
import type { RecordedEvent } from '@zhibu/kernel';
import { type EditionNames, gradingEvents, gradingEventSays, isOneOf, type Language } from '@zhibu/contracts';
import type { QueryReplayArgs, Replay, ReplayStep } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { branchAsked } from '../../request/subject-asked.ts';
import { isSeenOn } from '../../scope/access.ts';
import { namesFor } from './edition-names.adapter.ts';
import { faultsTold } from './faults-told.rules.ts';
import { replayed } from './replay.lookup.ts';

export const replayResolvers: Resolvers = {
  Query: {
    async replay(
      _parent: unknown,
      { branchId, scheme, upTo }: QueryReplayArgs,
      context: GatewayContext,
    ): Promise<Replay> {
      const until = await context.known(upTo, 'upTo');
      const branch = await branchAsked(context, branchId);
      const found = await replayed(context.replay, { branchId: branch.id, scheme }, until);
      const told = found.events.filter((event) => isSeenOn(branch, textIn(event.data, 'effectiveOn') ?? ''));
      const names = await namesFor(context.replay.client, told);
      return {
        steps: told.map((event) => stepOf(event, names.get(event.id), context.language)),
        agreesWithReadModel: found.readModelFaults.length === 0,
        chainIntact: found.chainIntact,
        chainKept: found.chainKept,
        faults: faultsTold([...found.logFaults, ...found.readModelFaults], branch, context.language),
      };
    },
  },
};

const isOfGrading = isOneOf(...Object.values(gradingEvents));

function stepOf(event: RecordedEvent, names: EditionNames | undefined, language: Language): ReplayStep {
  return {
    eventId: event.id,
    type: event.type,
    stream: event.stream,
    revision: event.revision,
    recordedAt: event.recordedAt,
    effectiveOn: textIn(event.data, 'effectiveOn'),
    grade: textIn(event.data, 'grade'),
    actor: event.metadata.actor.personId,
    enteredBy: event.metadata.actor.enteredBy ?? null,
    says: isOfGrading(event) ? gradingEventSays(event, names)[language] : event.type,
  };
}

function textIn(data: object, field: string): string | null {
  const value = new Map(Object.entries(data)).get(field);
  return typeof value === 'string' ? value : null;
}
