import type { Language } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { Sender } from '@zhibu/service-kit';
import type { Request } from 'express';
import { noteAccess } from '../access-log/noted.ts';
import { type AccessReader, accessesFor } from '../access-log/access-reader.ts';
import { type Principal, principalOf } from '../access/principal.ts';
import { notedModel, type ReadViews } from '../answers/noted-model.ts';
import { type Reliance, relianceOf } from '../answers/reliance.ts';
import type { Settlement } from '../knowledge/settlement.ts';
import { Access } from '../scope/access.ts';
import type { Roots } from '../second-lock/roots.ts';
import { type DutiesOf, DUTY_VIEWS } from '../views/duty/duty.lookup.ts';
import type { Directory } from '../people/directory.ts';
import type { ReadModel } from '../read-model.ts';
import type { Moment } from '../views/moment.ts';
import type { ReplaySources } from '../views/replay/replay.lookup.ts';
import { senderOf } from './actor.ts';
import { refuseLate } from './deadline.ts';
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
  /** Who asks. */
  readonly principal: Principal;
  /** Who sends a command. */
  sender(): Sender;
  /** What he who asks may see. */
  readonly access: Access;
  readonly model: ReadModel;
  /** Who persons are; undefined: this gateway has no directory. */
  readonly people: Directory | undefined;
  /** Settles the knownAt asked for: from here on its answer does not change. @throws Refusal KNOWN_AT_… */
  known(knownAt: string | null | undefined, field?: string): Promise<string | undefined>;
  readonly replay: ReplaySources;
  /** The log of accesses, for an audit administrator. @throws Refusal ACCESS_LOG_DUTY_MISSING */
  accesses(): Promise<AccessReader>;
  moment(asked: MomentArguments): Promise<Moment>;
  /** The request at a moment, for the loaders of views. */
  at(moment: Moment): Asking;
}

export interface ContextSources {
  readonly people?: Directory | undefined;
  /** The log of accesses; undefined: this gateway keeps none. */
  readonly accesses?: AccessReader | undefined;
  /** As the platform itself reads. */
  readonly model: ReadModel;
  /** As somebody reads, below his roots. */
  readonly locked: (roots: () => Promise<Roots>) => ReadModel;
  readonly reads: ReadViews;
  readonly settlement: Settlement;
  readonly replay: ReplaySources;
  readonly duties: DutiesOf;
  readonly today: () => Day;
}

/** The context of a request. Apollo copies it: what is noted when it is read must not be among its own properties. */
class ContextOfRequest implements GatewayContext {
  readonly req: Request;
  readonly language = currentLanguage();
  readonly reliance: Reliance;
  readonly model: ReadModel;
  readonly access: Access;
  private readonly sources: ContextSources;
  private readonly locked: ReadModel;
  private readonly moments = new Map<string, Asking>();

  constructor(req: Request, sources: ContextSources) {
    const reliance = relianceOf(req, sources.today);
    this.req = req;
    this.sources = sources;
    this.reliance = reliance;
    // Behind the lock at the entry: whatever a statement asks for, no details of others are in its rows.
    this.locked = sources.locked(() => this.roots());
    this.model = notedModel(this.locked, sources.reads, (views) => {
      refuseLate(req);
      for (const view of views) reliance.views.add(view);
    });
    this.access = accessOf(req, { ...sources, model: this.model }, reliance);
  }

  get today(): Day {
    this.reliance.restsOnToday = true;
    return this.reliance.today;
  }

  /** It asks the owning service, whose answer no view tells of. */
  get replay(): ReplaySources {
    this.reliance.isPassing = true;
    return { ...this.sources.replay, model: this.locked };
  }

  private async roots(): Promise<Roots> {
    const scope = await this.access.scope();
    return scope === 'everything' ? 'all' : scope.roots;
  }

  get people(): Directory | undefined {
    return this.sources.people;
  }

  get principal(): Principal {
    return principalOf(this.req);
  }

  accesses(): Promise<AccessReader> {
    this.reliance.isPassing = true;
    return accessesFor(this.principal, this.sources);
  }

  sender(): Sender {
    return senderOf(this.req);
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

const personOf = (req: Request): string | undefined => {
  const principal = principalOf(req);
  return principal.kind === 'person' ? principal.personId : undefined;
};

/** What somebody may see rests on his duties of today, and on the tree. */
function accessOf(
  req: Request,
  { model, duties }: Pick<ContextSources, 'model' | 'duties'>,
  reliance: Reliance,
): Access {
  return new Access({
    personId: personOf(req),
    model,
    duties: async (personId, day) => {
      for (const view of DUTY_VIEWS) reliance.views.add(view);
      const held = await duties(personId, day);
      noteAccess(req, { duty: [...new Set(held.map(({ duty }) => duty))].sort().join(' ') || null });
      return held;
    },
    today: () => {
      reliance.restsOnToday = true;
      return reliance.today;
    },
  });
}

export function contextOf(req: Request, sources: ContextSources): GatewayContext {
  return new ContextOfRequest(req, sources);
}
