import type { Language } from '@zhibu/contracts';
import { type Actor, type Day, Refusal } from '@zhibu/kernel';
import type { Request } from 'express';
import type { Settlement } from '../knowledge/settlement.ts';
import type { ReadModel } from '../read-model.ts';
import type { Moment } from '../views/moment.ts';
import { organizationLoader, type OrganizationRow } from '../views/organization/organization.lookup.ts';
import type { ReplaySources } from '../views/replay/replay.lookup.ts';
import { actorOf } from './actor.ts';
import { currentLanguage } from './language.ts';
import type { Asking } from './loaders.ts';

export interface MomentArguments {
  readonly asOf?: Day | null | undefined;
  readonly knownAt?: string | null | undefined;
}

/** What one request is answered with: made anew for each, shared by all its fields. */
export interface GatewayContext {
  readonly req: Request;
  readonly language: Language;
  readonly today: Day;
  readonly actor: () => Actor;
  readonly model: ReadModel;
  /** Settles the knownAt asked for: from here on its answer does not change. @throws Refusal KNOWN_AT_… */
  readonly known: (knownAt: string | null | undefined, field?: string) => Promise<string | undefined>;
  readonly replay: ReplaySources;
  readonly moment: (asked: MomentArguments) => Promise<Moment>;
  /** The request at a moment, for the loaders of views. */
  readonly at: (moment: Moment) => Asking;
}

export interface ContextSources {
  readonly model: ReadModel;
  readonly settlement: Settlement;
  readonly replay: ReplaySources;
  readonly today: () => Day;
}

export function contextOf(req: Request, { model, settlement, replay, today: dayNow }: ContextSources): GatewayContext {
  const moments = new Map<string, Asking>();
  const today = dayNow();
  const known = async (knownAt: string | null | undefined, field?: string): Promise<string | undefined> => {
    if (knownAt === null || knownAt === undefined) return undefined;
    await settlement.settled(knownAt, field);
    return knownAt;
  };
  return {
    req,
    today,
    model,
    known,
    replay,
    language: currentLanguage(),
    actor: () => actorOf(req),
    moment: async ({ asOf, knownAt }) => ({ asOf: asOf ?? today, knownAt: await known(knownAt) }),
    at: (moment) => {
      const key = `${moment.asOf} ${moment.knownAt ?? ''}`;
      const asking = moments.get(key) ?? { model, moment };
      moments.set(key, asking);
      return asking;
    },
  };
}

/** An organization that a query is about. @throws Refusal ORGANIZATION_UNKNOWN naming the argument */
export async function organizationAsked(
  context: GatewayContext,
  moment: Moment,
  asked: { readonly id: string; readonly field: string },
): Promise<OrganizationRow> {
  const row = await organizationLoader(context.at(moment)).load(asked.id);
  if (row) return row;
  throw new Refusal('ORGANIZATION_UNKNOWN', { field: asked.field, organizationId: asked.id.slice(0, 64) });
}
