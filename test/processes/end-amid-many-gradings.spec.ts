import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@zhibu/contracts';
import { type Cluster, type ClusterProcess, startCluster } from '@zhibu/infra';
import { runs } from '@zhibu/kernel/testing';
import { logOf } from '../faults/logs.ts';
import { asked, caughtUp, parkedStreams } from '../faults/standings.ts';
import { askingAt } from '../support/asking.ts';
import { problemCountsUnder } from '../support/duties.ts';
import { Gradings } from '../support/gradings.ts';
import { Ledger } from '../support/ledger.ts';
import { Load, type Wanted } from '../support/load.ts';
import { discard, newData } from '../support/platform.ts';

const ENDS_WITHIN_MS = 10_000;
const AT_ONCE = 20;
const gradings = new Gradings(runs(1_000));
const ledger = new Ledger();
let cluster: Cluster;
let data: string;
let load: Load;
beforeAll(async () => {
  data = await newData();
  cluster = await startCluster({ data, feed: 'kafka' });
  // What the gradings lead to waits for the second test.
  await cluster.of('rectification').stop();
  load = new Load({
    ledger,
    urls: () => [cluster.url],
    newId: () => randomUUID(),
    next: () => {
      throw new Error('every command is given');
    },
  });
  await gradings.prepare(load);
}, 240_000);
afterAll(async () => {
  await cluster?.stop();
  await discard(data);
}, 120_000);

const gradesAcknowledged = (): number => ledger.acknowledged.filter(({ name }) => name === 'GradeBranch').length;

/** Many users at once, each sending one command after another, until all are known to have been taken or refused. */
async function sendAll(wanted: readonly Wanted[]): Promise<void> {
  const left = wanted.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of left) await load.perform(one);
    }),
  );
}

async function until(is: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !(await is()); await pause(20))
    if (Date.now() > end) throw new Error('it never came to that');
}

/** Ends a process by SIGTERM. @returns how it ended, and who is still in its consumer groups at that moment */
async function ended(one: ClusterProcess): Promise<object> {
  const began = Date.now();
  const exit = await one.stop();
  return { ...exit, inTime: Date.now() - began < ENDS_WITHIN_MS, members: await membersOf(one.name) };
}

/** Who is in the consumer groups of a process, by the broker: one that had not left would be there until its session has run out. */
async function membersOf(process: string): Promise<readonly string[]> {
  const admin = cluster.broker?.asAdmin().admin();
  if (!admin) throw new Error('there is no broker');
  await admin.connect();
  try {
    const { groups } = await admin.listGroups();
    const own = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(`zhibu.${process}.`));
    expect(own.length).toBeGreaterThan(0);
    const described = await admin.describeGroups(own);
    return described.groups.flatMap(({ groupId, members }) => members.map(() => groupId)).sort();
  } finally {
    await admin.disconnect();
  }
}

const groupsOf = (process: string, services: readonly [consumer: string, service: ServiceName][]): readonly string[] =>
  services.map(([consumer, service]) => `zhibu.${process}.${consumer}.${service}`).sort();

it('Assessment, asked to end amid many gradings, ends in time, and has recorded each acknowledged one once', async () => {
  const groups = groupsOf('assessment', [
    ['assessment-organizations', 'organization'],
    ['assessment-rectifications', 'rectification'],
    ['assessment-inspectors', 'supervision'],
    ['reaction', 'organization'],
    ['reaction', 'supervision'],
  ]);
  expect(await membersOf('assessment')).toEqual(groups);
  const sending = sendAll(gradings.wanted());
  await until(() => gradesAcknowledged() > gradings.count / 5);
  expect(await ended(cluster.of('assessment'))).toEqual({ code: 0, signal: null, inTime: true, members: [] });
  expect(gradesAcknowledged()).toBeLessThan(gradings.count - AT_ONCE);
  await cluster.of('assessment').start();
  await sending;
  // Rectification does not run here: whoever follows it waits for it.
  const expected = groups.filter((group) => group.endsWith('.organization'));
  await until(async () => {
    const members = await membersOf('assessment');
    return expected.every((group) => members.includes(group));
  });

  const told = ledger.acknowledged
    .filter(({ name }) => name === 'GradeBranch')
    .flatMap(({ id, acknowledged }) =>
      acknowledged.map((event) => `${id} ${event.id} ${event.stream} ${event.position}`),
    );
  const recorded = (await logOf(cluster, 'assessment'))
    .filter(({ type }) => type === 'BranchGraded')
    .map(({ id, stream, position, metadata }) => `${metadata.commandId} ${id} ${stream} ${position}`);
  expect(told).toHaveLength(gradings.count);
  expect(recorded.sort()).toEqual(told.sort());
}, 180_000);

const problemsRecorded = async (): Promise<number> =>
  Number(
    (
      await asked<{ count: string }>(
        cluster,
        "SELECT count(*) FROM rectification.events WHERE type = 'ProblemIdentified'",
      )
    )[0]?.count,
  );

it('Rectification, asked to end amid what those gradings lead to, ends in time, and has named each problem once when it is there again', async () => {
  const due = gradings.count * gradings.problemsEach;
  await sendAll([gradings.closing()]);
  const one = cluster.of('rectification');
  await one.start();
  await until(async () => (await problemsRecorded()) > due / 20);
  expect(await ended(one)).toEqual({ code: 0, signal: null, inTime: true, members: [] });

  await one.start();
  expect(await caughtUp(cluster, 90_000)).toEqual([]);
  const named = (await logOf(cluster, 'rectification')).filter(({ type }) => type === 'ProblemIdentified');
  const closing = (await logOf(cluster, 'assessment')).filter(({ type }) => type === 'RoundClosed').map(({ id }) => id);
  expect([...new Set(named.map(({ metadata }) => metadata.causationId))]).toEqual(closing);
  expect(named).toHaveLength(due);
  expect(new Set(named.map(({ stream }) => stream)).size).toBe(due);
  expect(await parkedStreams(cluster)).toEqual([]);
  expect(await problemCountsUnder(askingAt(cluster.url), gradings.province)).toMatchObject({ open: due });
}, 180_000);
