import {
  type GradingEvent,
  type OrganizationEvent,
  ratingEventKinds,
  type RatingEventType,
  type RatingFact,
  type RoundEvent,
} from '@zhibu/contracts';
import { type NaiveAnswer, NaiveRatings } from '@zhibu/contracts/testing';
import type { Day, RecordedEvent } from '@zhibu/kernel';

type Recorded = RecordedEvent & (OrganizationEvent | GradingEvent | RoundEvent);
type Decided = RecordedEvent & Extract<GradingEvent, { readonly type: RatingEventType }>;

const isDecision = (event: Recorded): event is Decided => Object.hasOwn(ratingEventKinds, event.type);

/** What every event says, read one by one for one day and one instant: slow, and simple enough to believe. */
export class Naive {
  private readonly known: readonly Recorded[];
  private readonly day: Day;
  private readonly knownAt: string;

  constructor(events: readonly RecordedEvent[], day: Day, knownAt: string) {
    this.known = (events as readonly Recorded[]).filter((event) => event.recordedAt <= knownAt);
    this.day = day;
    this.knownAt = knownAt;
  }

  /** The living branches under an organization, and the organization itself where it is one. */
  branchesUnder(organizationId: string): string[] {
    return this.livingUnder(organizationId, (kind) => kind === 'branch');
  }

  /** The living organizations under one, and that one itself; of some kinds. */
  livingUnder(organizationId: string, isAsked: (kind: string) => boolean = () => true): string[] {
    const registered = new Set(
      this.known.flatMap((event) => (event.type === 'OrganizationRegistered' ? [event.data.code] : [])),
    );
    return [...registered].filter((id) => this.lives(id, isAsked) && this.lineOf(id).includes(organizationId)).sort();
  }

  /** The grade in force in a scheme, or what a period came to. */
  gradeOf(branchId: string, scheme: string, period?: string): string | undefined {
    const naive = new NaiveRatings(this.ratingFacts(branchId, scheme), this.knownAt);
    const answer = period === undefined ? this.inForce(naive, branchId) : naive.outcome(period);
    const by = answer?.by;
    const decision = this.known.find(({ id }) => id === by);
    return decision && 'grade' in decision.data ? decision.data.grade : undefined;
  }

  /** None from the dissolution on. */
  private inForce(naive: NaiveRatings, branchId: string): NaiveAnswer | undefined {
    return this.day < (this.lifeOf(branchId)?.to ?? FOR_EVER) ? naive.on(this.day) : undefined;
  }

  /** 形式 on the day, of the registration that is known last. */
  formOf(branchId: string): string {
    let best = { form: 'ordinary', from: '' };
    for (const event of this.of(branchId)) {
      if (event.type === 'OrganizationRegistered') best = { form: 'ordinary', from: '' };
      if (event.type !== 'FormSet' || event.data.effectiveOn > this.day) continue;
      if (event.data.effectiveOn >= best.from) best = { form: event.data.form, from: event.data.effectiveOn };
    }
    return best.form;
  }

  private ratingFacts(branchId: string, scheme: string): RatingFact[] {
    const decisions = this.known.flatMap((event) =>
      isDecision(event) && event.data.branchId === branchId && event.data.scheme === scheme ? [event] : [],
    );
    const rounds = new Set(decisions.map(({ data }) => ('roundId' in data ? data.roundId : null)));
    const closings = this.known.flatMap((event): RatingFact[] =>
      event.type === 'RoundClosed' && rounds.has(event.data.roundId) && event.data.scheme === scheme
        ? [{ ...event, kind: 'closed', period: event.data.period, roundId: event.data.roundId }]
        : [],
    );
    const facts = decisions.map(({ type, id, data, recordedAt, position }): RatingFact => ({
      kind: ratingEventKinds[type],
      eventId: id,
      recordedAt,
      position,
      period: data.period,
      effectiveOn: data.effectiveOn,
      roundId: 'roundId' in data ? data.roundId : null,
      corrects: 'corrects' in data ? data.corrects : null,
    }));
    return [...facts, ...closings];
  }

  /** From which day to which (excluded) it lives; undefined: it is not registered. */
  lifeOf(id: string): Life | undefined {
    return this.of(id).reduce<Life | undefined>(lived, undefined);
  }

  /** Whether it lives on the day. */
  livesThere(id: string): boolean {
    return this.lives(id, () => true);
  }

  private lives(id: string, isAsked: (kind: string) => boolean): boolean {
    const life = this.lifeOf(id);
    return life !== undefined && isAsked(life.kind) && life.from <= this.day && this.day < life.to;
  }

  /** Whom it stands under on the day, itself first. */
  lineOf(id: string): string[] {
    const line = [id];
    for (let parent = this.parentOf(id); parent !== undefined && !line.includes(parent); parent = this.parentOf(parent))
      line.push(parent);
    return line;
  }

  private parentOf(id: string): string | undefined {
    let best: { parentId: string | undefined; from: Day } | undefined;
    for (const event of this.of(id)) {
      if (event.type === 'OrganizationRegistered') best = { parentId: event.data.parentId, from: '' };
      if (event.type !== 'OrganizationMoved' || event.data.effectiveOn > this.day) continue;
      if (!best || event.data.effectiveOn >= best.from)
        best = { parentId: event.data.parentId, from: event.data.effectiveOn };
    }
    return best?.parentId;
  }

  private of(id: string): readonly (RecordedEvent & OrganizationEvent)[] {
    return this.known.filter(
      (event): event is RecordedEvent & OrganizationEvent => event.stream === `organization-${id}`,
    );
  }
}

interface Life {
  readonly kind: string;
  readonly from: Day;
  readonly to: Day;
}
const FOR_EVER = '9999-12-31';

/** What an event makes of a life; of one that nobody registered, nothing. */
function lived(life: Life | undefined, event: RecordedEvent & OrganizationEvent): Life | undefined {
  if (event.type === 'OrganizationRegistered')
    return { kind: event.data.kind, from: event.data.effectiveOn, to: FOR_EVER };
  return life && event.type !== 'RegistrationCancelled' ? { ...life, ...changedBy(event) } : undefined;
}

function changedBy({ type, data }: OrganizationEvent): Partial<Life> {
  if (type === 'RegistrationCorrected') return { kind: data.kind, from: data.openedOn };
  if (type === 'OrganizationDissolved') return { to: data.effectiveOn };
  return type === 'OrganizationReinstated' ? { to: FOR_EVER } : {};
}
