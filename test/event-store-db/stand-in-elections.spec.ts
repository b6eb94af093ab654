import { describe, expect, it } from '@jest/globals';
import { DeadlineExceededError, NotLeaderError, TimeoutError } from '@eventstore/db-client';
import { aClient, aClientAt, closeClientsAfterEach, failureOf, happened, placesIn } from './client.ts';
import { aCluster, closeAfterEach } from './opened.ts';

/** With credentials of its own an append is a call of its own. */
const credentials = { username: 'zhibu', password: 'secret' };

function wordOf(error: unknown): string {
  if (error instanceof NotLeaderError) return `sent to ${error.leader.port}`;
  return /Server Is Not Ready/.exec(String(error))?.[0] ?? String(error);
}

const sleep = (milliseconds: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

describe('EventStoreDB stand-in: elections', () => {
  closeAfterEach();
  closeClientsAfterEach();

  it('names a killed leader for a while, then nobody, then the next', async () => {
    const cluster = await aCluster(3);
    const [leader, follower] = cluster.nodes;
    if (!leader || !follower) throw new Error('a cluster of three has three nodes');
    await aClient(cluster).appendToStream('round-1', happened(1));
    const next = cluster.elections.killLeader({ unnoticedMs: 1_000, vacantMs: 1_000 });
    const said: string[] = [];
    while (said.at(-1) !== 'written') {
      const append = aClientAt(follower).appendToStream('round-1', happened(1), { requiresLeader: true, credentials });
      const now = await append.then(() => 'written', wordOf);
      if (said.at(-1) !== now) said.push(now);
      if (now.startsWith('sent to') && said.length > 2) break;
    }
    const elected = await next;
    const last = elected === follower ? 'written' : `sent to ${elected.port}`;
    expect(said).toEqual([`sent to ${leader.port}`, 'Server Is Not Ready', last]);
    expect(elected).not.toBe(leader);
    await aClientAt(elected).appendToStream('round-1', happened(1), { requiresLeader: true });
  });

  it('takes no write without a quorum, and answers reads that demand no leader', async () => {
    const cluster = await aCluster(3);
    await aClient(cluster).appendToStream('round-1', happened(1));
    cluster.elections.loseQuorum();
    const client = aClientAt(cluster.node);
    for (const doing of [
      () => client.appendToStream('round-1', happened(1)),
      () => client.deleteStream('round-1'),
      () => placesIn(client.readStream('round-1', { requiresLeader: true })),
    ])
      expect(String(await failureOf(doing()))).toMatch(/Server Is Not Ready/);
    expect(await placesIn(client.readStream('round-1'))).toEqual(['round-1@0']);
    expect(String(await failureOf(aClient(cluster).appendToStream('round-1', happened(1))))).toMatch(
      /Failed to discover/,
    );
    cluster.elections.elect(cluster.node);
    await aClient(cluster).appendToStream('round-1', happened(1));
  });

  it('takes connections while a node is frozen and says nothing, and answers when it goes on what was sent meanwhile', async () => {
    const cluster = await aCluster();
    await aClient(cluster).appendToStream('round-1', happened(1));
    const client = aClientAt(cluster.node, 'defaultDeadline=400');
    await client.appendToStream('round-1', happened(1));
    cluster.node.freeze();
    // Batched, an append has no deadline of its own: it waits until the connection is given up, 20 s later.
    const batched = client.appendToStream('round-1', happened(1));
    const asACall = client.appendToStream('round-1', happened(1), { credentials });
    expect(await failureOf(asACall)).toBeInstanceOf(DeadlineExceededError);
    const stranger = aClientAt(cluster.node, 'defaultDeadline=5000').appendToStream('round-2', happened(1));
    await sleep(300);
    cluster.node.wake();
    expect(await stranger).toMatchObject({ success: true });
    expect(await batched).toMatchObject({ success: true });
  });

  it('names a frozen leader until another leads; woken, it holds itself for the leader for 0.2 s, shows what it had and commits nothing', async () => {
    const cluster = await aCluster(3);
    const [old] = cluster.nodes;
    if (!old) throw new Error('a cluster of three has three nodes');
    await aClient(cluster).appendToStream('round-1', happened(1));
    const next = await cluster.elections.freezeLeader({ unnoticedMs: 100, vacantMs: 100 });
    await aClientAt(next).appendToStream('round-1', happened(1), { requiresLeader: true });
    const waking = cluster.elections.wake(old, 500);
    const deposed = aClientAt(old);
    expect(await placesIn(deposed.readStream('round-1', { requiresLeader: true }))).toEqual(['round-1@0']);
    const lost = failureOf(deposed.appendToStream('round-1', happened(1), { requiresLeader: true }));
    await waking;
    expect(await lost).toBeInstanceOf(TimeoutError);
    expect(cluster.log.stream('round-1')).toHaveLength(2);
    const sent = await failureOf(placesIn(deposed.readStream('round-1', { requiresLeader: true })));
    expect(sent).toMatchObject({ leader: { port: next.port } });
  });

  it('begins as a follower where another leads meanwhile', async () => {
    const cluster = await aCluster(3);
    const next = await cluster.elections.killLeader({ unnoticedMs: 0, vacantMs: 0 });
    await cluster.node.start();
    const sent = await failureOf(
      aClientAt(cluster.node).appendToStream('round-1', happened(1), { requiresLeader: true }),
    );
    expect(sent).toMatchObject({ leader: { port: next.port } });
  });
});
