import { setTimeout as sleep } from 'node:timers/promises';
import type { Gossip } from './gossip.ts';
import type { ServerLog } from './server-log.ts';
import type { StandInNode } from './node.ts';

/** How an election goes; on real servers together 2 to 16 s. Milliseconds. */
export interface Course {
  /** So long does gossip still name a leader that is gone, and followers send clients there. */
  readonly unnoticedMs: number;
  /** So long does nobody lead, and no node takes what demands a leader. */
  readonly vacantMs: number;
}

const COURSE: Course = { unnoticedMs: 1_000, vacantMs: 1_000 };

/** Who leads, and how that changes. */
export class Elections {
  private readonly nodes: readonly StandInNode[];
  private readonly gossip: Gossip<StandInNode>;
  private readonly log: ServerLog;

  constructor(nodes: readonly StandInNode[], gossip: Gossip<StandInNode>, log: ServerLog) {
    this.nodes = nodes;
    this.gossip = gossip;
    this.log = log;
  }

  /** Another node leads from now on. */
  elect(leader: StandInNode): void {
    for (const node of this.nodes) node.behaviour.state = node === leader ? 'leader' : 'follower';
  }

  /** Nobody leads: too few nodes see each other. Reads that demand no leader are answered, writes are not. */
  loseQuorum(): void {
    for (const node of this.nodes) node.behaviour.state = 'unknown';
    this.gossip.notMissed.clear();
  }

  /** The leader is killed; gives the next one once it leads. */
  killLeader(course: Partial<Course> = {}): Promise<StandInNode> {
    return this.without((leader) => leader.kill(), course);
  }

  /** The leader takes connections and says nothing; gives the next one once it leads. */
  freezeLeader(course: Partial<Course> = {}): Promise<StandInNode> {
    return this.without((leader) => leader.freeze(), course);
  }

  /**
   * A frozen node goes on. Where it led and another leads meanwhile, both hold themselves for the leader: what the woken one
   * reads is what it had, and what it is told to write is never committed.
   * @param bothLeadMs how long it takes until it hears of the other
   */
  async wake(node: StandInNode, bothLeadMs = 200): Promise<void> {
    const deposed = node.behaviour.deposedAt !== undefined;
    if (deposed) node.behaviour.state = 'leader';
    node.wake();
    if (!deposed) return;
    await sleep(bothLeadMs);
    node.behaviour.state = 'follower';
    node.behaviour.deposedAt = undefined;
  }

  private async without(
    end: (leader: StandInNode) => void,
    { unnoticedMs, vacantMs }: Partial<Course>,
  ): Promise<StandInNode> {
    const { leader } = this.gossip;
    const next = this.nodes.find((node) => node !== leader && node.answers);
    if (!leader || !next) throw new Error('there is no leader, or nobody to follow it');
    this.gossip.notMissed.add(leader);
    end(leader);
    leader.behaviour.deposedAt = leader.frozen ? this.log.records.length : undefined;
    await sleep(unnoticedMs ?? COURSE.unnoticedMs);
    this.loseQuorum();
    await sleep(vacantMs ?? COURSE.vacantMs);
    this.elect(next);
    return next;
  }
}
