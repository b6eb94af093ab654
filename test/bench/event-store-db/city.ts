import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, startCluster } from '@zhibu/infra';
import { ServedStandIn } from '../../support/event-store-db/served.ts';
import { Tally } from '../../support/event-store-db/tally.ts';
import { demo, editionFile } from '../../support/city.ts';
import { discard, type Ended, run, temporaryFolder } from '../../support/platform.ts';
import type { Line } from '../line.ts';
import { seconds, times } from '../measure.ts';

/** How an import ends: with how many commands it sent. */
const COMMANDS = /done: ([\d,]+) commands/;
const WORKS = ['import', 'repeated import', 'audit'] as const;
/** So long the processes are left alone. */
const IDLE_SECONDS = 20;
/** Whoever has written nothing for so long has nothing left to do. */
const SETTLES_MS = 3_000;
const LOOKS = 20;
type Work = (typeof WORKS)[number];

/** A city by name, and the organization that its branches are under. */
export interface City {
  readonly name: string;
  readonly under: string;
}

/** How long a work took, what was asked of EventStoreDB meanwhile, and how many commands the first import sent. */
interface Done {
  readonly spent: number;
  readonly tally: Tally;
  readonly commands: number;
}

/** What the processes asked of EventStoreDB while nobody asked anything of them. */
interface Idle {
  readonly tally: Tally;
  readonly processes: number;
}

type Works = Readonly<Record<Work, Done>> & { readonly idle: Idle };

/** The five processes take in a city, take it in again, audit it and are left alone, over each store; feeds come from the stores. */
export async function cityLines(city: City): Promise<readonly Line[]> {
  const postgres = await works(city, undefined);
  const standIn = await ServedStandIn.start();
  const eventStoreDb = await works(city, standIn).finally(() => standIn.stop());
  const commands = eventStoreDb.import.commands;
  return [
    ...WORKS.map((work) => timeLine(`${work} of ${city.name}`, postgres[work], eventStoreDb[work], work)),
    commandLine(`import of ${city.name}`, eventStoreDb.import.tally, { commands, most: 2 }),
    commandLine(`repeated import of ${city.name}`, eventStoreDb['repeated import'].tally, { commands, most: 1 }),
    auditLine(`audit of ${city.name}`, eventStoreDb.audit.tally, eventStoreDb.import.tally.eventsWritten()),
    idleLine(eventStoreDb.idle),
  ];
}

async function works(city: City, standIn: ServedStandIn | undefined): Promise<Works> {
  const data = await temporaryFolder('zhibu bench ');
  let cluster: Cluster | undefined;
  try {
    const eventStore = standIn && { EVENTSTORE_URL: standIn.connectionString };
    cluster = await startCluster({ data, feed: 'store', ...(eventStore ? { eventStore } : {}) });
    const { data: running } = cluster;
    const importing = () =>
      run('import', ['--edition', editionFile, '--period', '2022', '--data', running, join(demo, city.name)]);
    return {
      import: await done(importing, standIn),
      'repeated import': await done(importing, standIn),
      audit: await done(() => run('audit', ['--all', '--under', city.under, '--data', running]), standIn),
      idle: { tally: await idle(standIn), processes: cluster.processes.length },
    };
  } finally {
    await cluster?.stop();
    await discard(data);
  }
}

async function done(work: () => Promise<Ended>, standIn: ServedStandIn | undefined): Promise<Done> {
  const tally = async () => (await standIn?.tally()) ?? new Tally();
  const before = await tally();
  const started = performance.now();
  const { code, stdout, stderr } = await work();
  const spent = performance.now() - started;
  if (code !== 0)
    throw new Error(`a work over ${standIn ? 'EventStoreDB' : 'PostgreSQL'} ended with ${code}: ${stdout}${stderr}`);
  return { spent, tally: (await tally()).since(before), commands: commandsIn(stdout) };
}

/** What is asked of EventStoreDB while the processes are left alone; before, they finish what the import led to. */
async function idle(standIn: ServedStandIn | undefined): Promise<Tally> {
  if (!standIn) return new Tally();
  let [seen, written] = [-1, 0];
  for (let look = 0; look < LOOKS && written > seen; look += 1) {
    await pause(SETTLES_MS);
    [seen, written] = [written, (await standIn.tally()).eventsWritten()];
  }
  const before = await standIn.tally();
  await pause(IDLE_SECONDS * 1_000);
  return (await standIn.tally()).since(before);
}

function commandsIn(stdout: string): number {
  return Number(COMMANDS.exec(stdout)?.[1]?.replaceAll(',', ''));
}

function timeLine(line: string, { spent: postgres }: Done, { spent }: Done, work: Work): Line {
  const most = work === 'repeated import' ? 2 : 3;
  return {
    line: `EventStoreDB: ${line}`,
    figure: seconds(spent),
    against: `PostgreSQL ${seconds(postgres)}: ${times(spent / postgres)}`,
    toReach: `≤ ${most} ×`,
    reached: spent <= most * postgres,
  };
}

/** What an import asks of the server, for each of its commands. */
function commandLine(line: string, tally: Tally, { commands, most }: { commands: number; most: number }): Line {
  const a = (count: number): string => (count / commands).toFixed(2);
  const requests = requestsOf(tally);
  return {
    line: `EventStoreDB: ${line}, a command`,
    figure: `${a(requests)} requests, ${a(tally.eventsTold())} events told, ${a(tally.eventsWritten())} written`,
    against: `${commands} commands; ${tally.subscriptionsDropped} subscriptions dropped`,
    toReach: `≤ ${most} requests`,
    reached: requests <= most * commands,
  };
}

/** What an audit is told, for each event that stands in the logs. */
function auditLine(line: string, tally: Tally, written: number): Line {
  const told = tally.eventsTold() / written;
  return {
    line: `EventStoreDB: ${line}, an event written before`,
    figure: `${told.toFixed(2)} told`,
    against: `${written} events; ${requestsOf(tally)} requests`,
    toReach: '≤ 1.2 told',
    reached: told <= 1.2,
  };
}

/** What processes that nobody asks anything of ask of the server. */
function idleLine({ tally, processes }: Idle): Line {
  const requests = requestsOf(tally) / processes / IDLE_SECONDS;
  const written = tally.eventsWritten();
  return {
    line: 'EventStoreDB: idle, a second and process',
    figure: `${requests.toFixed(2)} requests, ${(written / processes / IDLE_SECONDS).toFixed(2)} events written`,
    against: `${processes} processes for ${IDLE_SECONDS} s; ${requestsOf(tally)} requests, ${written} events written, ${tally.eventsTold()} told`,
    toReach: '≤ 1 request, 0 written',
    reached: requests <= 1 && written === 0,
  };
}

function requestsOf(tally: Tally): number {
  return tally.requests() - tally.requests('gossip');
}
