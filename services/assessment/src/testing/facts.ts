import { randomUUID } from 'node:crypto';
import {
  type CalendarEvent,
  calendarStream,
  commandContract,
  currentVersion,
  inspectionStream,
  type InspectorEvent,
  type OrganizationEvent,
  organizationStream,
} from '@zhibu/contracts';
import { inTransaction, type Pool } from '@zhibu/database';
import { type Aggregate, type EventStore, handleCommand, InMemoryEventStore } from '@zhibu/event-store';
import type { FeedConsumer } from '@zhibu/feed';
import type { Decision, RecordedEvent } from '@zhibu/kernel';
import type { ServiceContext } from '@zhibu/service-kit';
import { assessmentService } from '../assessment.module.ts';

const actor = { personId: 'p-1', role: 'operator', organizationId: 'W' };

/** Facts of the organization service, as its log would hold them. */
export class Register {
  private readonly log: RecordedEvent[] = [];

  /** Adds a fact at the end of the log. */
  add(event: OrganizationEvent | CalendarEvent): this {
    const { data } = event;
    const stream = 'year' in data ? calendarStream(data.year) : organizationStream(data.organizationId);
    const commandId = randomUUID();
    this.log.push({
      id: randomUUID(),
      type: event.type,
      schemaVersion: currentVersion(event.type),
      data: event.data,
      metadata: { commandId, commandHash: '0'.repeat(64), correlationId: commandId, actor },
      stream,
      revision: this.log.filter((known) => known.stream === stream).length,
      position: BigInt(this.log.length + 1),
      recordedAt: new Date(Date.UTC(2023, 0, 1) + this.log.length).toISOString(),
    });
    return this;
  }

  registered(organizationId: string, kind: Registered['kind'], overrides: Partial<Registered> = {}): this {
    const data = {
      organizationId,
      code: organizationId,
      kind,
      name: organizationId,
      effectiveOn: '2000-01-01',
      findings: [],
      ...overrides,
    };
    return this.add({ type: 'OrganizationRegistered', data });
  }

  branch(organizationId: string, parentId: string, overrides: Partial<Registered> = {}): this {
    return this.registered(organizationId, 'branch', { parentId, sector: 'organ', ...overrides });
  }

  moved(organizationId: string, parentId: string, effectiveOn: string): this {
    return this.add({ type: 'OrganizationMoved', data: { organizationId, parentId, effectiveOn, findings: [] } });
  }

  dissolved(organizationId: string, effectiveOn: string): this {
    return this.add({
      type: 'OrganizationDissolved',
      data: { organizationId, effectiveOn, reason: '撤销', findings: [] },
    });
  }

  reinstated(organizationId: string, effectiveOn: string): this {
    const basis = { documentNo: '恢〔2023〕1号' };
    return this.add({
      type: 'OrganizationReinstated',
      data: { organizationId, effectiveOn, reason: '有误', basis, findings: [] },
    });
  }

  events(): readonly RecordedEvent[] {
    return this.log;
  }
}

type Registered = Extract<OrganizationEvent, { type: 'OrganizationRegistered' }>['data'];

interface Inspected {
  readonly team: readonly string[];
  readonly visitOn?: string;
  readonly end?: 'InspectionConcluded' | 'InspectionCancelled';
}

/** The steps of an inspection of a branch, as Supervision's log would hold them; a visit that is concluded was on 5 January 2023. */
export function inspected(
  inspectionId: string,
  organizationId: string,
  { team, visitOn = '2022-06-01', end }: Inspected,
): readonly RecordedEvent[] {
  const about = { inspectionId, organizationId, bodyId: 'W', effectiveOn: '2022-06-01', team };
  const types: readonly InspectorEvent['type'][] = end ? ['InspectionScheduled', end] : ['InspectionScheduled'];
  return types.map((type, revision) => ({
    id: randomUUID(),
    type,
    schemaVersion: 1,
    data: { ...about, ...(type === 'InspectionScheduled' ? { visitOn } : { visitedOn: '2023-01-05' }) },
    metadata: {
      commandId: 'c',
      commandHash: '',
      correlationId: 'c',
      actor: { personId: 'p-0', role: 'city-office', organizationId: 'W' },
    },
    stream: inspectionStream(inspectionId),
    revision,
    position: BigInt(revision + 1),
    recordedAt: '2022-06-01T00:00:00.000Z',
  }));
}

/** Hands events to a consumer in one batch, as the subscriber does: in a transaction. */
export const deliver = (database: Pool, consumer: FeedConsumer, events: readonly RecordedEvent[]): Promise<void> =>
  inTransaction(database, (transaction) => consumer.apply(transaction, events));

/** The service's aggregates over a store in memory and a real database, its own look-ups read on demand. */
export class ServiceUnderTest {
  readonly store: EventStore = new InMemoryEventStore();
  private readonly aggregates: ReturnType<typeof assessmentService.aggregates>;

  /** The day on which everything is sent. */
  today = '2023-02-01';
  private person = actor.personId;
  /** What its timetable and its reactions run on. */
  readonly context: ServiceContext;

  constructor(database: Pool) {
    const context: ServiceContext = {
      store: this.store,
      database,
      today: () => this.today,
      now: () => Date.parse(this.today),
      caughtUp: async (lookup) => deliver(database, lookup, await this.store.readLog(0n, 100_000)),
    };
    this.context = context;
    this.aggregates = assessmentService.aggregates(context);
  }

  /** The same service, sent to by another person from the next command alone. */
  as(personId: string): Pick<this, 'send'> {
    return {
      send: async (name, data, commandId) => {
        this.person = personId;
        try {
          return await this.send(name, data, commandId);
        } finally {
          this.person = actor.personId;
        }
      },
    };
  }

  /** The events a command led to. @throws Refusal */
  send(name: string, data: object, commandId: string = randomUUID()): Promise<readonly RecordedEvent[]> {
    const contract = commandContract(name);
    const aggregate = this.aggregates[contract?.aggregate ?? ''];
    if (!contract || !aggregate) throw new Error(`no command ${name}`);
    return handleCommand(this.store, aggregate as Aggregate<Decision>, {
      commandId,
      contract,
      data,
      actor: { ...actor, personId: this.person },
      correlationId: commandId,
    });
  }
}
