import { afterEach, describe, expect, it } from '@jest/globals';
import { anEvent } from '@zhibu/event-store/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { StandIn } from '../support/event-store-db/stand-in.ts';
import { aCluster, aStore, aStream, closeAfterEach, until } from './opened.ts';

const followers: ChildProcess[] = [];
afterEach(() => {
  for (const child of followers.splice(0)) child.kill('SIGKILL');
});

/** A process that follows the log and is busy for so long at a time. */
function busyFollower(cluster: StandIn, busyMs: number) {
  const program = fileURLToPath(new URL('../support/event-store-db/busy-follower.cli.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      '--conditions=zhibu-source',
      '--no-warnings',
      program,
      `${cluster.connectionString}&connectionName=busy`,
      String(busyMs),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  // Where the spec fails before it stops it, the end of the spec does: what goes on running holds up the whole run.
  followers.push(child);
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(...chunk.toString().trim().split('\n')));
  return {
    said,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    },
  };
}

describe('EventStoreDB stand-in: who is busy', () => {
  closeAfterEach();

  it('is not dropped, since what comes meanwhile is taken in', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    const follower = busyFollower(cluster, 60);
    await until(() => follower.said.includes('ready'));
    const before = cluster.tally('busy');
    for (let round = 0; round < 60; round += 1) {
      const events = Array.from({ length: 8 }, () => anEvent({ data: { text: 'x'.repeat(4_000) } }));
      await store.append(aStream(), 'no-stream', events);
      await pause(5);
    }
    await until(() => follower.said.at(-1) === String(60 * 8));
    const asked = cluster.tally('busy').since(before);
    // A connection that is silent for long on a busy machine is opened once more; one that is dropped for its lag, again and again.
    expect(asked.subscriptionsDropped).toBe(0);
    expect(asked.requests('subscribe')).toBeLessThanOrEqual(2);
    await follower.stop();
  }, 60_000);
});
