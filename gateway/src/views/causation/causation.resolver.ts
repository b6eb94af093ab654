import { eventWords } from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Decision, QueryLedToArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { consequencesOf, type RecordedFactRow } from './causation.lookup.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@Resolver('RecordedFact')
export class CausationResolver {
  @Query('ledTo')
  async ledTo(
    @Args() { eventId }: QueryLedToArgs,
    @Context() { model }: GatewayContext,
  ): Promise<readonly RecordedFactRow[]> {
    if (!UUID.test(eventId))
      throw new Refusal('INPUT_INVALID', { errors: [{ field: 'eventId', problem: 'is not the id of an event' }] });
    return (await consequencesOf(model, [eventId]))[0] ?? [];
  }

  @ResolveField('says')
  says(@Parent() { type }: RecordedFactRow, @Context() { language }: GatewayContext): string {
    return eventWords[type]?.[language] ?? type;
  }
}

// An event leads to the same, whenever it is asked for.
const ALWAYS = { asOf: '9999-12-31' };

/** What a decision on a grade led to, beside what the rating's own view answers. */
@Resolver('Decision')
export class DecisionResolver {
  @ResolveField('ledTo')
  ledTo(
    @Parent() { eventId }: Pick<Decision, 'eventId'>,
    @Context() context: GatewayContext,
  ): Promise<readonly RecordedFactRow[]> {
    return context.at(ALWAYS).ledTo.load(eventId);
  }
}
