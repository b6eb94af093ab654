import { describe, expect, it } from '@jest/globals';
import {
  AccessDeniedError,
  MaxAppendSizeExceededError,
  NO_STREAM,
  NotLeaderError,
  StreamDeletedError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { aClient, aClientAt, closeClientsAfterEach, failureOf, happened, placesIn } from './client.ts';
import { aCluster, closeAfterEach, until } from './opened.ts';

/**
 * How the client appends unless it is told credentials with the call: it asks once a connection what the server knows, and
 * sends every append of the process's connections through one stream each. What is seen here of it is why the adapter
 * makes a call of each append (`connection.ts`).
 */
describe('EventStoreDB stand-in: batched appends, as the client makes them by itself', () => {
  closeAfterEach();
  closeClientsAfterEach();

  it('sends every append of a connection through one stream, and answers each by itself', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.appendToStream(`round-${index}`, happened(index + 1), { expectedRevision: NO_STREAM }),
      ),
    );
    expect(answers.map(({ nextExpectedRevision }) => Number(nextExpectedRevision))).toEqual(
      Array.from({ length: 20 }, (_, index) => index),
    );
    const tally = cluster.tally();
    expect([tally.requests('batch-append'), tally.requests('append'), tally.requests('features')]).toEqual([20, 0, 1]);
    expect(cluster.node.behaviour.openCalls).toBe(1);
  });

  it('makes a call of each append that shows credentials of its own', async () => {
    const cluster = await aCluster();
    const credentials = { username: 'zhibu', password: 'secret' };
    await aClient(cluster).appendToStream('round-1', happened(1), { credentials });
    expect([cluster.tally().requests('batch-append'), cluster.tally().requests('append')]).toEqual([0, 1]);
  });

  it('tells one append what is wrong with it, and goes on with the others', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.appendToStream('round-1', happened(2));
    await client.tombstoneStream('dead-1');
    cluster.log.maxAppendBytes = 2_000;
    const [wrong, dead, large, right] = await Promise.all([
      failureOf(client.appendToStream('round-1', happened(1), { expectedRevision: 0n })),
      failureOf(client.appendToStream('dead-1', happened(1))),
      failureOf(client.appendToStream('round-2', happened(400))),
      client.appendToStream('round-1', happened(1), { expectedRevision: 1n }),
    ]);
    expect(wrong).toBeInstanceOf(WrongExpectedVersionError);
    expect(wrong).toMatchObject({ streamName: 'round-1', expectedVersion: 0n, actualVersion: 1n });
    expect(dead).toBeInstanceOf(StreamDeletedError);
    expect(large).toBeInstanceOf(MaxAppendSizeExceededError);
    expect(right).toMatchObject({ success: true, nextExpectedRevision: 2n });
    cluster.rights.withdraw('write');
    expect(await failureOf(client.appendToStream('round-1', happened(1)))).toBeInstanceOf(AccessDeniedError);
  });

  it('ends the whole stream, with every append in it, where one demands the leader of a follower', async () => {
    const cluster = await aCluster(2);
    const [leader, follower] = cluster.nodes;
    if (!leader || !follower) throw new Error('a cluster of two has two nodes');
    const client = aClientAt(follower);
    const sent = await Promise.all(
      ['round-1', 'round-2'].map((stream) =>
        failureOf(client.appendToStream(stream, happened(1), { requiresLeader: true })),
      ),
    );
    for (const error of sent) expect(error).toBeInstanceOf(NotLeaderError);
    expect(cluster.log.stream('round-1')).toBeUndefined();
  });

  it('answers without a leader an error that the client does not know, and after which it does not look for another node', async () => {
    const cluster = await aCluster(3);
    const client = aClient(cluster);
    await client.appendToStream('round-1', happened(1));
    cluster.elections.loseQuorum();
    const error = await failureOf(client.appendToStream('round-1', happened(1), { requiresLeader: true }));
    expect(error).toBeInstanceOf(UnknownError);
    expect(String(error)).toMatch(/Could not recognize Server Is Not Ready/);
    const asked = cluster.tally();
    await failureOf(client.appendToStream('round-1', happened(1), { requiresLeader: true }));
    expect(cluster.tally().since(asked).requests('gossip')).toBe(0);
  });

  it('rejects, where one client’s stream breaks, what another client of the process has under way at another server, though it is written', async () => {
    const [one, other] = [await aCluster(), await aCluster()];
    const clients = [aClient(one), aClient(other)] as const;
    await Promise.all(clients.map((client) => client.appendToStream('round-1', happened(1))));
    other.node.behaviour.answersToLose = 1;
    const underWay = failureOf(clients[1].appendToStream('round-1', happened(1)));
    await until(() => other.log.stream('round-1')?.length === 2);
    one.node.behaviour.hangUp();
    expect(await underWay).toBeInstanceOf(UnavailableError);
    expect(await placesIn(clients[1].readStream('round-1'))).toHaveLength(2);
  });
});
