import {
  type CommandContract,
  dutiesAllowing,
  dutiesGiving,
  type DutySubject,
  isKnownBy,
  type OrganizationReference,
  organizationsNamedBeside,
  refusal,
  type RefusalCode,
  type Right,
} from '@zhibu/contracts';
import type { FeedConsumer } from '@zhibu/feed';
import { type Actor, type Day, lastDayOf, type Refusal } from '@zhibu/kernel';
import { dutiesHeld, type DutyOfDay, type Place, placeOf, placesOf } from '@zhibu/register';
import type { ServiceContext } from '../process/context.ts';

/** A kind of subject that a service has of its own, as a problem is: each is of an organization. */
export interface OwnSubject {
  /** Of which organization is the one that a payload names in its fields; null: of the platform; undefined: there is none such. */
  readonly organizationOf: (field: (name: string) => string) => Promise<string | null | undefined>;
  /** How one that is not there is refused. */
  readonly unknown: RefusalCode;
}

/** By the field that commands are about. */
export type OwnSubjects = Readonly<Record<string, OwnSubject>>;

/** 代为录入: who signed the paper that the sender types in, and its number. */
export interface Paper {
  readonly personId: string;
  readonly documentNo: string;
}

/** A command as far as its right is asked for. */
interface Asked {
  readonly contract: CommandContract;
  readonly data: object;
  readonly onBehalf?: Paper | undefined;
}

/** What a command is about, as the service's own look-ups know it. */
interface Subject extends DutySubject {
  readonly isOrganization: boolean;
}

/** What is typed in, by whom. */
interface Typed {
  readonly typist: Actor;
  readonly contract: Asked['contract'];
  readonly subject: Subject;
}

interface Sources {
  readonly context: ServiceContext;
  /** The look-up that keeps register and duties; without one nobody may send anything. */
  readonly register: FeedConsumer | undefined;
  /** The look-ups of this service's own log by which duties begin and end. */
  readonly own: readonly FeedConsumer[];
  readonly subjects: OwnSubjects;
}

/**
 * Whether a person may send a command, by his duties of today and the tree of today, as this service's own look-ups have
 * them; whatever is not known there is refused, at once: to wait for what may still arrive would tell it from what he may
 * not know of. Source: access.md, sections 1 and 2.
 */
export class DutyCheck {
  private readonly sources: Sources;

  constructor(sources: Sources) {
    this.sources = sources;
  }

  /**
   * Asks for the commands of one sender, whose duties are looked up once: as whom he acts, which is for the organization
   * at which the duty is held that allows it; the one that he named himself, or else the nearest. Of what he enters on
   * behalf of another, that one's duties allow it, and his own that he enters it.
   * @throws Refusal DUTY_MISSING, SIGNER_DUTY_MISSING; that of an unknown subject where he may not know that it is there;
   * ORGANIZATION_UNKNOWN where it names another organization that is not there, or of which he may not know
   */
  of(actor: Actor): (asked: Asked) => Promise<Actor> {
    let duties: Promise<readonly DutyOfDay[]> | undefined;
    return async (asked) => {
      await this.caughtUp();
      duties ??= this.heldBy(actor);
      const held = await duties;
      const subject = await this.subjectOf(asked);
      if (!subject) throw this.unknown(asked);
      const { contract, onBehalf } = asked;
      if (!onBehalf) {
        const duty = this.dutyFor(asked, subject, held, actor.organizationId);
        await this.refuseStrangers(asked, held);
        return actingBy(actor.personId, duty);
      }
      this.dutyFor({ ...asked, contract: { ...contract, right: 'enter' } }, subject, held);
      await this.refuseStrangers(asked, held);
      return this.signed(onBehalf, { typist: actor, contract, subject });
    };
  }

  /**
   * Of what else a command names its sender must know, or the decider's answer would tell him that it is there. A round is
   * of what stood under its committee at the end of its period: of that he knows too, wherever it has moved since.
   */
  private async refuseStrangers({ contract, data }: Asked, held: readonly DutyOfDay[]): Promise<void> {
    const today = this.sources.context.today();
    const strangers = await this.strangersOn(today, organizationsNamedBeside(contract, data), held);
    const period = fieldOf(data, 'period');
    const isOver = period !== null && lastDayOf(period) < today;
    const [stranger] = isOver ? await this.strangersOn(lastDayOf(period), strangers, held) : strangers;
    if (stranger) throw refusal('ORGANIZATION_UNKNOWN', { field: stranger.field });
  }

  /** Those of whom the holder of these duties does not know by the tree of a day. */
  private async strangersOn(
    day: Day,
    named: readonly OrganizationReference[],
    held: readonly DutyOfDay[],
  ): Promise<readonly OrganizationReference[]> {
    if (named.length === 0) return [];
    const { context } = this.sources;
    const ids = [...named, ...held].flatMap(({ organizationId }) => organizationId ?? []);
    const places = await placesOf(context.database, [...new Set(ids)], day);
    const heldThen = held.map((duty) => ({ ...duty, above: ancestorsOf(places.get(duty.organizationId ?? '')) }));
    return named.filter(({ organizationId }) => {
      const place = places.get(organizationId);
      const lineage = place ? [place, ...place.ancestors] : undefined;
      return !lineage || !isKnownBy(heldThen, { lineage, today: context.today(), isOrganization: true });
    });
  }

  private dutyFor(asked: Asked, subject: Subject, held: readonly DutyOfDay[], at?: string): DutyOfDay {
    const { right } = asked.contract;
    const [duty] = dutiesFor(held, right, { ...subject, at });
    if (duty) return duty;
    if (!mayKnowOf(held, subject)) throw this.unknown(asked);
    const duties = dutiesGiving(right, subject);
    throw refusal('DUTY_MISSING', { right, duties, ...named(asked.contract, subject) });
  }

  /** Who signed acts, by his own duties; who typed it is named beside him. */
  private async signed({ personId, documentNo }: Paper, { typist, contract, subject }: Typed): Promise<Actor> {
    const held = await this.heldBy({ personId });
    const { right } = contract;
    const [duty] = dutiesFor(held, right, { ...subject, at: typist.organizationId });
    if (!duty) {
      const duties = dutiesGiving(right, subject);
      throw refusal('SIGNER_DUTY_MISSING', { right, duties, ...named(contract, subject) });
    }
    return { ...actingBy(personId, duty), enteredBy: { personId: typist.personId, documentNo } };
  }

  private async heldBy({ personId }: Pick<Actor, 'personId'>): Promise<readonly DutyOfDay[]> {
    const { context, register } = this.sources;
    return register ? dutiesHeld(context.database, personId, context.today()) : [];
  }

  /** The service that records register and duties, or inspections, knows its own last word; the others are told of it. */
  private async caughtUp(): Promise<void> {
    const { context, own } = this.sources;
    for (const lookup of own) await context.caughtUp(lookup);
  }

  private async subjectOf({ contract: { about }, data }: Asked): Promise<Subject | undefined> {
    const { context, register, subjects } = this.sources;
    const today = context.today();
    if (about === null) return { lineage: null, today, isOrganization: false };
    const own = Object.hasOwn(subjects, about) ? subjects[about] : undefined;
    const id = own ? await own.organizationOf((name) => fieldOf(data, name) ?? '') : fieldOf(data, about);
    if (id === null) return { lineage: [], today, isOrganization: false };
    const place = id === undefined || !register ? null : await placeOf(context.database, id, today);
    if (!place) return undefined;
    return { lineage: [place, ...place.ancestors], today, isOrganization: own === undefined };
  }

  /** Nothing in it tells what is not there from what he may not know of. */
  private unknown({ contract: { about } }: Asked): Refusal {
    const own = about === null ? undefined : this.sources.subjects[about];
    return refusal(own?.unknown ?? 'ORGANIZATION_UNKNOWN', about === null ? {} : { field: about });
  }
}

/** What a payload names by a field; null, the platform, where it may be left out and is. */
function fieldOf(data: object, about: string): string | null {
  const value: unknown = Object.entries(data).find(([name]) => name === about)?.[1];
  return typeof value === 'string' ? value : null;
}

const ancestorsOf = (place: Place | undefined): readonly string[] => place?.ancestors.map(({ id }) => id) ?? [];

/** What is at the platform, or of no organization, everybody knows of. */
const mayKnowOf = (held: readonly DutyOfDay[], subject: Subject): boolean =>
  subject.lineage === null || subject.lineage.length === 0 || isKnownBy(held, subject);

const actingBy = (personId: string, { duty, organizationId }: DutyOfDay): Actor => ({
  personId,
  role: duty,
  organizationId,
});

/** The duties by which somebody may act: at the organization that he named, or else those nearest to the subject first. */
function dutiesFor(
  held: readonly DutyOfDay[],
  right: Right,
  { at, ...subject }: Subject & { readonly at?: string | undefined },
): readonly DutyOfDay[] {
  const allowing = dutiesAllowing(held, right, subject);
  if (at !== undefined) return allowing.filter(({ organizationId }) => organizationId === at);
  if (subject.lineage === null) return allowing;
  const along = [...subject.lineage.map(({ id }): string | undefined => id), undefined];
  return along.flatMap((id) => allowing.filter(({ organizationId }) => organizationId === id));
}

/** What a refusal says of the subject. */
function named({ about }: Asked['contract'], { lineage }: Subject): object {
  const at = lineage?.[0]?.id;
  return { ...(about !== null && { field: about }), ...(at !== undefined && { organizationId: at }) };
}
