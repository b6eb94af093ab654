import { eventWords, refusal } from '@zhibu/contracts';
import { dayOf } from '@zhibu/kernel';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { Decision, QueryLedToArgs, Step } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { isSeenOn } from '../../scope/access.ts';
import { causeLoader, consequencesLoader, recordedFact, type RecordedFactRow } from './causation.lookup.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// An event leads to the same, whenever it is asked for.
const ALWAYS = { asOf: '9999-12-31' };

export const causationResolvers: Resolvers = {
  Query: {
    async ledTo(
      _parent: unknown,
      { eventId }: QueryLedToArgs,
      context: GatewayContext,
    ): Promise<readonly RecordedFactRow[]> {
      if (!UUID.test(eventId))
        throw refusal('INPUT_INVALID', {
          errors: [{ field: 'eventId', problem: { zh: '须为一条记录的编号', en: 'is not the id of an event' } }],
        });
      const cause = await recordedFact(context.model, eventId);
      if (!cause || !(await isFactTold(context, cause))) throw refusal('EVENT_UNKNOWN', { field: 'eventId', eventId });
      return factsTold(context, await consequencesLoader(context.at(ALWAYS)).load(eventId));
    },
  },
  RecordedFact: {
    says({ type }: RecordedFactRow, _args: unknown, { language }: GatewayContext): string {
      return eventWords[type]?.[language] ?? type;
    },
  },
  Step: {
    async causedBy(
      { eventId }: Pick<Step, 'eventId'>,
      _args: unknown,
      context: GatewayContext,
    ): Promise<RecordedFactRow | null> {
      const cause = await causeLoader(context.at(ALWAYS)).load(eventId);
      return cause && (await isFactTold(context, cause)) ? cause : null;
    },
  },
  Decision: {
    async ledTo(
      { eventId }: Pick<Decision, 'eventId'>,
      _args: unknown,
      context: GatewayContext,
    ): Promise<readonly RecordedFactRow[]> {
      return factsTold(context, await consequencesLoader(context.at(ALWAYS)).load(eventId));
    },
  },
};

/**
 * Whether whoever asks may be told of an event: of whom he sees on the day on which it was recorded; of what all go by,
 * where he sees anything at all.
 */
export async function isFactTold(
  { access }: GatewayContext,
  { organizationId, recordedAt }: Pick<RecordedFactRow, 'organizationId' | 'recordedAt'>,
): Promise<boolean> {
  const scope = await access.scope();
  if (scope === 'everything') return true;
  if (organizationId === null) return scope.roots.length > 0;
  const sight = await access.sight(organizationId);
  return sight !== undefined && isSeenOn(sight, dayOf(Date.parse(recordedAt)));
}

async function factsTold(
  context: GatewayContext,
  facts: readonly RecordedFactRow[],
): Promise<readonly RecordedFactRow[]> {
  const told = await Promise.all(facts.map((fact) => isFactTold(context, fact)));
  return facts.filter((_fact, index) => told[index]);
}
