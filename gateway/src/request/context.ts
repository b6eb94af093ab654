import { type Language, refusal } from '@zhibu/contracts';
import type { Actor, Day } from '@zhibu/kernel';
import type { Request } from 'express';
import { notedModel, type ReadViews } from '../answers/noted-model.ts';
import { type Reliance, relianceOf } from '../answers/reliance.ts';
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
  /** What the answer rests on; today, the read model and replay note it themselves. */
  readonly reliance: Reliance;
  readonly today: Day;
  actor(): Actor;
  readonly model: ReadModel;
  /** Settles the knownAt asked for: from here on its answer does not change. @throws Refusal KNOWN_AT_… */
  known(knownAt: string | null | undefined, field?: string): Promise<string | undefined>;
  readonly replay: ReplaySources;
  moment(asked: MomentArguments): Promise<Moment>;
  /** The request at a moment, for the loaders of views. */
  at(moment: Moment): Asking;
}

export interface ContextSources {
  readonly model: ReadModel;
  readonly reads: ReadViews;
  readonly settlement: Settlement;
  readonly replay: ReplaySources;
  readonly today: () => Day;
}

/** The context of a request. Apollo copies it: what is noted when it is read must not be among its own properties. */
class ContextOfRequest implements GatewayContext {
  readonly req: Request;
  readonly language = currentLanguage();
  readonly reliance: Reliance;
  readonly model: ReadModel;
  private readonly sources: ContextSources;
  private readonly moments = new Map<string, Asking>();

  constructor(req: Request, sources: ContextSources) {
    const reliance = relianceOf(req, sources.today);
    this.req = req;
    this.sources = sources;
    this.reliance = reliance;
    this.model = notedModel(sources.model, sources.reads, (views) => {
      for (const view of views) reliance.views.add(view);
    });
  }

  get today(): Day {
    this.reliance.restsOnToday = true;
    return this.reliance.today;
  }

  /** It asks the owning service, whose answer no view tells of. */
  get replay(): ReplaySources {
    this.reliance.isPassing = true;
    return this.sources.replay;
  }

  actor(): Actor {
    return actorOf(this.req);
  }

  async known(knownAt: string | null | undefined, field?: string): Promise<string | undefined> {
    if (knownAt === null || knownAt === undefined) return undefined;
    await this.sources.settlement.settled(knownAt, field);
    return knownAt;
  }

  async moment({ asOf, knownAt }: MomentArguments): Promise<Moment> {
    return { asOf: asOf ?? this.today, knownAt: await this.known(knownAt) };
  }

  at(moment: Moment): Asking {
    const key = `${moment.asOf} ${moment.knownAt ?? ''}`;
    const asking = this.moments.get(key) ?? { model: this.model, moment };
    this.moments.set(key, asking);
    return asking;
  }
}

export function contextOf(req: Request, sources: ContextSources): GatewayContext {
  return new ContextOfRequest(req, sources);
}

/** An organization that a query is about. @throws Refusal ORGANIZATION_UNKNOWN naming the argument */
export async function organizationAsked(
  context: GatewayContext,
  moment: Moment,
  asked: { readonly id: string; readonly field: string },
): Promise<OrganizationRow> {
  const row = await organizationLoader(context.at(moment)).load(asked.id);
  if (row) return row;
  throw refusal('ORGANIZATION_UNKNOWN', { field: asked.field, organizationId: asked.id.slice(0, 64) });
}
