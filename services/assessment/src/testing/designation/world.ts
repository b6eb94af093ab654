import { designationStream, inspectionStream, revocationStream } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { derivedId, type RecordedEvent } from '@zhibu/kernel';
import { CommandDoor, reactionConsumers, SYSTEM } from '@zhibu/service-kit';
import { assessmentService } from '../../assessment.module.ts';
import { designationTimetable } from '../../designation.scheduler.ts';
import { organizationsLookup } from '../../organizations.lookup.ts';
import { deliver, Register, ServiceUnderTest } from '../facts.ts';

export const FEEDS = ['organization', 'supervision', 'assessment'] as const;
export type Feed = (typeof FEEDS)[number];

const basis = { documentNo: '工委〔2021〕1号' };
const about = { programmeId: 'P', organizationId: 'B1' };
const VISIT = { scope: 'special', mode: 'on-site', purpose: 'reinspection', leaderId: 'P-1', team: ['P-1', 'P-2'] };
const ACTOR = { personId: 'P-1', role: 'person' };
const FOUND = { aspect: 'venue-building', item: '6.1', says: '场所被占用', severity: 'major' };

/** The service with its reactions to the register and its timetable; feeds are brought by hand. */
export class Designating {
  private readonly pool: Pool;
  readonly service: ServiceUnderTest;
  readonly register = new Register()
    .registered('W', 'work-committee')
    .registered('U', 'unit', { parentId: 'W' })
    .branch('B1', 'U');
  private readonly door: CommandDoor;
  /** Facts of Supervision, in the order of its log. */
  readonly supervision: RecordedEvent[] = [];
  private readonly brought = { organization: 0, supervision: 0, assessment: 0 };

  constructor(pool: Pool) {
    this.pool = pool;
    this.service = new ServiceUnderTest(pool);
    const { store, context } = this.service;
    this.door = new CommandDoor('assessment', store, assessmentService.aggregates(context));
  }

  async begin(): Promise<void> {
    const tables = [
      'register_fact',
      'lookup_dissolution',
      'lookup_designation',
      'lookup_designation_term',
      'lookup_designation_begun',
      'lookup_succession',
      'lookup_reinspection',
      'lookup_revocation',
      'lookup_revocation_case',
      'lookup_overturned',
      'lookup_revoked',
    ];
    for (const table of tables) await this.pool.query(`DELETE FROM ${table}`);
    await deliver(this.pool, organizationsLookup, this.register.events());
    await this.service.send('RegisterProgramme', {
      programmeId: 'P',
      bodyId: 'W',
      level: 'committee',
      programmeKind: 'party-building-site',
      title: '示范点',
    });
  }

  /** Brings so many events of a feed to the reactions, and those before once more. */
  async bring(feed: Feed, count: number, again: number): Promise<void> {
    const { context } = this.service;
    const reactions = assessmentService.reactions;
    if (!reactions) throw new Error('nothing is answered');
    const log = await this.logOf(feed);
    const brought = this.brought[feed];
    const until = Math.min(brought + count, log.length);
    for (const consumer of reactionConsumers(reactions, { service: 'assessment', context, door: this.door }))
      if (consumer.service === feed) await deliver(this.pool, consumer, log.slice(Math.max(0, brought - again), until));
    this.brought[feed] = until;
  }

  private logOf(feed: Feed): readonly RecordedEvent[] | Promise<readonly RecordedEvent[]> {
    if (feed === 'organization') return this.register.events();
    return feed === 'supervision' ? this.supervision : this.service.store.readLog(0n, 100_000);
  }

  /** Brings everything to everybody, and again. */
  async bringAll(): Promise<void> {
    for (const feed of [...FEEDS, ...FEEDS]) await this.bring(feed, 100, 100);
  }

  /** The city concludes a reinspection of a day in May 2022 of B1. */
  inspect(day: number, outcome: Outcome): void {
    this.supervision.push(concluded(this.supervision.length + 1, `2022-05-0${day}`, outcome));
  }

  /** The case against the designation is decided, or the appeal in it: each once. */
  decide(on: keyof typeof DECIDED): void {
    const [type, said] = DECIDED[on];
    this.supervision.push(recorded(this.supervision.length + 1, type, { revocationId: 'R1', ...about, ...said }));
  }

  async look(): Promise<void> {
    await this.door.handle(await designationTimetable(this.service.context).due(), SYSTEM);
  }

  async take(): Promise<void> {
    await this.service.send('RecordPriorDesignation', { ...about, since: '2021-07-01', basis, source: 'register.csv' });
  }

  /** The last step of the designation, as its own log says. */
  async last() {
    return (await this.service.store.readStream(designationStream('P', 'B1'))).at(-1);
  }
}

type Outcome = 'pass' | 'rectify' | 'fail';

const SAID = { level: 'committee', programmeKind: 'party-building-site', basis };
const BODY = { bodyId: 'W', bodyLevel: 'committee' };
const REVOKED = { designatedOn: '2021-07-01', outcome: 'revoke', revokedFrom: '2023-02-01', appealBy: '2023-02-16' };
const DECIDED = {
  revocation: ['RevocationDecided', { ...SAID, ...BODY, ...REVOKED, effectiveOn: '2023-02-01' }],
  appeal: ['AppealDecided', { ...SAID, bodyId: 'C', outcome: 'overturn', reason: '不实', effectiveOn: '2023-02-01' }],
} as const;

const concluded = (position: number, visitedOn: string, outcome: Outcome): RecordedEvent =>
  recorded(position, 'InspectionConcluded', {
    inspectionId: `I${position}`,
    organizationId: 'B1',
    bodyId: 'C',
    effectiveOn: '2022-05-20',
    ...VISIT,
    visitedOn,
    outcome,
    counts: { minor: 0, major: 0, grave: 0 },
    findings: outcome === 'pass' ? [] : [{ findingId: derivedId('finding', position), ...FOUND }],
    designations: [{ programmeId: 'P', outcome }],
    concludeBy: '2022-05-27',
  });

/** A fact at its place in Supervision's log. */
function recorded(position: number, type: string, data: RecordedEvent['data']): RecordedEvent {
  const commandId = derivedId('supervision', position);
  const stream = 'inspectionId' in data ? inspectionStream(`I${position}`) : revocationStream('R1');
  return {
    id: derivedId('supervision', position, type),
    type,
    schemaVersion: 1,
    data,
    metadata: { commandId, commandHash: '0'.repeat(64), correlationId: commandId, actor: ACTOR },
    stream,
    revision: type === 'AppealDecided' ? 1 : 0,
    position: BigInt(position),
    recordedAt: '2022-05-20T00:00:00.000Z',
  };
}
