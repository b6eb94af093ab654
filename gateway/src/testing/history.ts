import {
  activityStream,
  currentVersion,
  editionStream,
  eventCatalogue,
  type GradingEvent,
  gradingStream,
  type OrganizationEvent,
  organizationStream,
  roundStream,
} from '@zhibu/contracts';
import { derivedId, lastDayOf, type RecordedEvent } from '@zhibu/kernel';
import { decisionOf } from './decision.ts';

/** Events as the services' logs would hold them, in the order of recording; each log counts its own positions. */
export class History {
  readonly events: RecordedEvent[] = [];
  private readonly revisions = new Map<string, number>();
  private readonly positions = new Map<string, bigint>();
  private step = 1000;
  private clock = Date.parse('2023-01-01T00:00:00.000Z');

  /** The instant of the event recorded last. */
  get now(): string {
    return new Date(this.clock).toISOString();
  }

  /** Records the next event at the instant of the last. */
  atOnce(): this {
    this.step = 0;
    return this;
  }

  /** Lets time pass before the next event, which otherwise comes a second after the last. */
  wait(milliseconds: number): this {
    this.clock += milliseconds;
    return this;
  }

  record(stream: string, type: string, data: object): this {
    const service = eventCatalogue[type]?.service ?? '';
    const revision = (this.revisions.get(stream) ?? -1) + 1;
    const position = (this.positions.get(service) ?? 0n) + 1n;
    this.revisions.set(stream, revision);
    this.positions.set(service, position);
    this.clock += this.step;
    this.step = 1000;
    const commandId = derivedId(stream, revision);
    this.events.push({
      id: derivedId(commandId, 'event'),
      type,
      schemaVersion: currentVersion(type),
      data,
      stream,
      revision,
      position,
      recordedAt: this.now,
      metadata: {
        commandId,
        commandHash: '0'.repeat(64),
        correlationId: commandId,
        actor: { personId: 'P-1', role: 'tester' },
      },
    });
    return this;
  }

  organization<Type extends OrganizationEvent['type']>(
    id: string,
    type: Type,
    data: Partial<Extract<OrganizationEvent, { type: Type }>['data']>,
  ): this {
    return this.record(organizationStream(id), type, {
      organizationId: id,
      effectiveOn: '2020-01-01',
      findings: [],
      ...data,
    });
  }

  register(id: string, kind: string, under?: string | { readonly parentId: string; readonly openedOn: string }): this {
    const { openedOn, ...parent } =
      typeof under === 'object'
        ? under
        : { openedOn: '2000-01-01', ...(under === undefined ? {} : { parentId: under }) };
    return this.record(organizationStream(id), 'OrganizationRegistered', {
      organizationId: id,
      code: id,
      kind,
      name: `${id}组织`,
      ...parent,
      effectiveOn: openedOn,
      findings: [],
    });
  }

  activity(branchId: string, heldOn: string, kind: string): this {
    const stream = activityStream(branchId, heldOn.slice(0, 4));
    return this.record(stream, 'ActivityRecorded', {
      branchId,
      externalId: `${this.events.length}`,
      kind,
      heldOn,
      attendance: 5,
    });
  }

  /** A decision on a grade; a prior one, a determined one, a revised one where `type` says so. */
  grade(
    branchId: string,
    period: string,
    decided: { grade: string; scheme?: string; type?: GradingEvent['type']; effectiveOn?: string; sameHand?: true },
  ): this {
    const { scheme = 'classification', type = 'BranchGraded' } = decided;
    const stream = gradingStream(branchId, scheme, period);
    const lastOf = (types: readonly string[]) =>
      this.events.findLast((event) => event.stream === stream && types.includes(event.type))?.id;
    const subject = {
      branchId,
      scheme,
      period,
      grade: decided.grade,
      effectiveOn: decided.effectiveOn ?? lastDayOf(period),
    };
    const hand = decided.sameHand === undefined ? {} : { sameHand: decided.sameHand };
    return this.record(stream, type, { ...decisionOf(type, subject, lastOf), ...hand });
  }

  /** A published edition with the grades advanced, general, lagging, the first and last of them for focus. */
  edition(scheme = 'classification', effectiveFrom = '2022-01-01'): this {
    const grade = (code: string, label: string, min: number) => ({
      code,
      label,
      min,
      standing: 'ordinary',
      focus: code !== 'general',
    });
    const content = {
      title: '标准',
      scheme,
      sector: 'organ',
      documentNo: '示例〔2022〕1号',
      effectiveFrom,
      grades: [grade('advanced', '先进', 90), grade('general', '一般', 70), grade('lagging', '后进', 0)],
      raters: [{ code: 'self', label: '自评', kind: 'itemised', weight: 1 }],
      aspects: [{ aspect: 'a', label: '方面', items: [{ code: '1', text: '项', points: 100, scoring: 'deduction' }] }],
      bonus: { cap: 0, items: [] },
      gates: [],
      vetoes: [],
      quotas: [],
    };
    const editionId = `${scheme}:示例〔2022〕1号`;
    return this.record(editionStream(editionId), 'EditionPublished', {
      editionId,
      editionHash: 'e'.repeat(64),
      content,
    });
  }

  closeRound(scheme: string, period: string, said: object = {}): this {
    const roundId = `C:${scheme}:${period}`;
    return this.record(roundStream(roundId), 'RoundClosed', {
      roundId,
      workCommitteeId: 'C',
      scheme,
      period,
      editions: [{ editionId: `${scheme}:示例〔2022〕1号`, editionHash: 'e'.repeat(64) }],
      effectiveOn: lastDayOf(period),
      distribution: [],
      units: [],
      branches: 0,
      lagging: [],
      exempt: [],
      outside: [],
      lostMost: [],
      quotasExceeded: [],
      ...said,
    });
  }
}
