import { isOneOf, organizationStream, roundEvents, roundStream } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import type { SourceStream } from '../views/replay/grading-stream.adapter.ts';
import { isDeciding, roundsOf } from '../views/replay/replayed.rules.ts';
import type { DamagedLog, Stretch } from './log-pass.adapter.ts';
import type { BranchStreams } from './one-by-one.adapter.ts';

/** What an audit keeps of a stream: the events that a rating follows from, and how far the stream went. */
interface Kept {
  readonly events: RecordedEvent[];
  last: RecordedEvent | undefined;
  readonly faults: string[];
}

const isClosing = isOneOf(roundEvents.RoundClosed);

/**
 * What one pass over the logs leaves behind: of each branch the decisions of one scheme and what is said of the branch
 * itself, and the closings of rounds. Nothing else is kept, however long the logs are.
 */
export class GatheredStreams {
  /** Branches with gradings in the scheme that nobody asked for. */
  readonly others = new Set<string>();
  /** What is damaged and belongs to no stream that is kept. */
  readonly damaged: string[] = [];
  private readonly streams = new Map<string, Kept>();
  private readonly gradings = new Map<string, string[]>();
  private readonly branches: ReadonlySet<string>;
  private readonly scheme: string;
  private chainKept = true;

  constructor(branches: ReadonlySet<string>, scheme: string) {
    this.branches = branches;
    this.scheme = scheme;
  }

  /** Takes in a stretch of a log. @param until an instant after which nothing counts */
  take({ events, faults, chainKept }: Stretch, until: string | undefined): void {
    this.chainKept &&= chainKept;
    for (const event of events) if (until === undefined || event.recordedAt <= until) this.takeEvent(event);
    for (const fault of faults) this.takeFault(fault);
  }

  /** The branch's gradings in the scheme, of all periods; its own stream, and the closings of their rounds. */
  streamsOf(branchId: string): BranchStreams {
    const streams = (this.gradings.get(branchId) ?? []).toSorted().map((name) => this.sourceStream(name));
    const rounds = roundsOf(streams.flatMap(({ events }) => events));
    const names = [organizationStream(branchId), ...rounds.map(roundStream)];
    return { streams, around: names.map((name) => this.sourceStream(name)) };
  }

  private takeEvent(event: RecordedEvent): void {
    const kept = this.keptOf(event.stream);
    if (!kept) return;
    const expected = (kept.last?.revision ?? -1) + 1;
    if (event.revision !== expected) kept.faults.push(`${event.stream}@${expected} is gone`);
    kept.last = event;
    if (matters(event)) kept.events.push(event);
  }

  private takeFault({ stream, says }: DamagedLog): void {
    const kept = stream === undefined ? undefined : this.keptOf(stream);
    if (kept) kept.faults.push(says);
    else this.damaged.push(stream === undefined ? says : `${stream}: ${says}`);
  }

  private keptOf(stream: string): Kept | undefined {
    const known = this.streams.get(stream);
    if (known) return known;
    if (!this.isKept(stream)) return undefined;
    const kept: Kept = { events: [], last: undefined, faults: [] };
    this.streams.set(stream, kept);
    return kept;
  }

  private isKept(stream: string): boolean {
    const [category = '', subject = ''] = stream.split(/-(.*)/s);
    if (category === 'grading') return this.isGradingKept(stream, subject);
    return category === 'round' || (category === 'organization' && this.branches.has(subject));
  }

  private isGradingKept(stream: string, subject: string): boolean {
    const [branchId = '', scheme, period = ''] = subject.split(':');
    // What stands at the place of a year that is none is nobody's grading.
    if (scheme !== this.scheme || !/^\d{4}$/.test(period)) return false;
    if (!this.branches.has(branchId)) {
      this.others.add(branchId);
      return false;
    }
    this.gradings.set(branchId, [...(this.gradings.get(branchId) ?? []), stream]);
    return true;
  }

  private sourceStream(name: string): SourceStream {
    const { events = [], last, faults = [] } = this.streams.get(name) ?? {};
    return {
      name,
      // The last one says how far the stream must be shown.
      events: last && events.at(-1) !== last ? [...events, last] : events,
      chainKept: this.chainKept,
      chainIntact: this.chainKept && faults.length === 0,
      faults: faults.map((says) => `${name}: ${says}`),
    };
  }
}

const matters = (event: RecordedEvent): boolean =>
  event.stream.startsWith('organization-') || isDeciding(event.type) || isClosing(event);
