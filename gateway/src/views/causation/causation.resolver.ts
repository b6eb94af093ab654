import { eventWords, refusal } from '@zhibu/contracts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { Decision, QueryLedToArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { consequencesOf, type RecordedFactRow, consequencesLoader } from './causation.lookup.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// An event leads to the same, whenever it is asked for.
const ALWAYS = { asOf: '9999-12-31' };

export const causationResolvers: Resolvers = {
  Query: {
    async ledTo(
      _parent: unknown,
      { eventId }: QueryLedToArgs,
      { model }: GatewayContext,
    ): Promise<readonly RecordedFactRow[]> {
      if (!UUID.test(eventId))
        throw refusal('INPUT_INVALID', {
          errors: [{ field: 'eventId', problem: { zh: '须为一条记录的编号', en: 'is not the id of an event' } }],
        });
      return (await consequencesOf(model, [eventId]))[0] ?? [];
    },
  },
  RecordedFact: {
    says({ type }: RecordedFactRow, _args: unknown, { language }: GatewayContext): string {
      return eventWords[type]?.[language] ?? type;
    },
  },
  Decision: {
    ledTo(
      { eventId }: Pick<Decision, 'eventId'>,
      _args: unknown,
      context: GatewayContext,
    ): Promise<readonly RecordedFactRow[]> {
      return consequencesLoader(context.at(ALWAYS)).load(eventId);
    },
  },
};
