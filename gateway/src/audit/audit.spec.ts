import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { byService, roundStream, type ServiceName, services } from '@zhibu/contracts';
import { connect, type Pool } from '@zhibu/database';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { History } from '../testing/history.ts';
import { ONE_BY_ONE } from './audit.ts';

const BRANCHES = 12;
const ROUND = roundStream('C:classification:2022');
const codes = Array.from({ length: BRANCHES }, (_, index) => `B${String(index + 1).padStart(2, '0')}`);

/** What stands between the gateway and the services: how much each was asked, and how many events it told. */
interface Watched {
  readonly urls: Readonly<Record<ServiceName, readonly string[]>>;
  readonly asked: { path: string; events: number }[];
  readonly stop: () => void;
}

let platform: PlatformUnderTest;
let watched: Watched;
let log: Pool;
const history = new History();

beforeAll(async () => {
  const doors = new Map<ServiceName, string>();
  watched = await watching(doors);
  platform = await platformUnderTest({ services: watched.urls });
  for (const name of services) doors.set(name, await platform.apps[name].getUrl());
  log = connect(platform.urlFor('assessment_owner'), { schema: 'assessment' });
  history
    .edition()
    .register('P', 'province')
    .register('T', 'city', 'P')
    .register('C', 'work-committee', 'T')
    .register('U', 'unit', 'C')
    .register('U2', 'unit', 'C');
  for (const [index, code] of codes.entries()) {
    history
      .register(code, 'branch', index === 0 ? 'U2' : 'U')
      .grade(code, '2021', { grade: 'lagging', type: 'PriorGradeRecorded' })
      .grade(code, '2022', { grade: 'general' })
      .grade(code, '2022', { grade: 'advanced', type: 'GradeDetermined' });
  }
  history
    .register('Q', 'province')
    .register('Q-T', 'city', 'Q')
    .register('Q-C', 'work-committee', 'Q-T')
    .register('Q-U', 'unit', 'Q-C');
  for (let index = 0; index <= ONE_BY_ONE; index += 1) history.register(`Q-B${index}`, 'branch', 'Q-U');
  await platform.record(history);
}, 120_000);
afterAll(async () => {
  await log.end();
  await platform.stop();
  watched.stop();
});

async function watching(doors: ReadonlyMap<ServiceName, string>): Promise<Watched> {
  const asked: { path: string; events: number }[] = [];
  const servers: Server[] = [];
  const listen = async (service: ServiceName): Promise<readonly string[]> => {
    const server = createServer((request, response) => {
      void (async () => {
        const { authorization = '' } = request.headers;
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(Buffer.from(chunk));
        const body = Buffer.concat(chunks).toString();
        const answer = await fetch(`${doors.get(service)}${request.url}`, {
          method: request.method ?? 'GET',
          headers: { authorization, 'content-type': 'application/json' },
          ...(body === '' ? {} : { body }),
        });
        const text = await answer.text();
        if (!request.url?.includes('settle'))
          asked.push({ path: `${service}${request.url}`, events: text.split('"recordedAt"').length - 1 });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
      })().catch(() => response.destroy());
    });
    servers.push(server.listen(0, '127.0.0.1'));
    await new Promise((resolve) => server.once('listening', resolve));
    const { port }: AddressInfo = Object(server.address());
    return [`http://127.0.0.1:${port}`];
  };
  const urls = new Map<ServiceName, readonly string[]>();
  for (const service of services) urls.set(service, await listen(service));
  return { urls: byService((name) => urls.get(name) ?? []), asked, stop: () => servers.forEach((one) => one.close()) };
}

interface Line {
  readonly branch?: string;
  readonly replay?: { readonly agreesWithReadModel: boolean; readonly chainIntact: boolean; readonly faults: string[] };
  readonly logFaults?: readonly string[];
  readonly done?: { readonly checked: number; readonly wrong: number };
  readonly streams?: string;
  readonly problem?: { readonly code: string };
}

/** The audit of the whole logs. */
const audit = (query: Readonly<Record<string, string>>): Promise<readonly Line[]> =>
  auditDoor({ ...query, logs: 'whole' });

async function auditDoor(query: Readonly<Record<string, string>>): Promise<readonly Line[]> {
  const response = await fetch(`${platform.url}/audit?${new URLSearchParams(query).toString()}`, {
    headers: { 'accept-language': 'en' },
  });
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

it('reads each log once, in order, however many branches there are, and finds all in agreement', async () => {
  const events = history.events.filter(({ stream }) => /^(organization|grading|round|edition)-/.test(stream)).length;
  watched.asked.length = 0;
  expect((await audit({ under: 'P' })).at(-1)).toEqual({ done: { checked: BRANCHES, wrong: 0 } });
  expect(watched.asked.map(({ path }) => path)).toEqual([
    'organization/log/audit?after=0',
    'assessment/log/audit?after=0',
  ]);
  expect(watched.asked.reduce((sum, one) => sum + one.events, 0)).toBe(events);
});

it('reads few branches by their own streams, no log and nothing of others, and says what is not found so', async () => {
  const own = history.events.filter(({ stream }) => /^(organization-B01$|grading-B01:)/.test(stream)).length;
  watched.asked.length = 0;
  const lines = await auditDoor({ under: 'U2' });
  expect(lines.map((line) => Object.keys(line)[0])).toEqual(['branches', 'streams', 'checked', 'done']);
  expect(lines.at(-1)).toEqual({ done: { checked: 1, wrong: 0 } });
  expect(lines.find(({ streams }) => streams !== undefined)?.streams).toMatch(
    /branches that the read model lost.*the whole logs/,
  );
  expect(watched.asked.map(({ path }) => decodeURIComponent(path)).toSorted()).toEqual([
    'assessment/streams/grading-B01:classification:2021',
    'assessment/streams/grading-B01:classification:2022',
    `assessment/streams/${ROUND}`,
    'assessment/streams?prefix=grading-B01:classification:',
    'organization/streams/organization-B01',
  ]);
  expect(watched.asked.reduce((sum, one) => sum + one.events, 0)).toBe(own);
});

it('asks for the stream of a round, which branches share, once', async () => {
  watched.asked.length = 0;
  expect((await auditDoor({ under: 'U' })).at(-1)).toEqual({ done: { checked: BRANCHES - 1, wrong: 0 } });
  const paths = watched.asked.map(({ path }) => decodeURIComponent(path));
  expect(paths.filter((path) => path.includes('/streams/round-'))).toEqual([`assessment/streams/${ROUND}`]);
  expect(paths.some((path) => path.includes('/log'))).toBe(false);
});

it('reads the logs where the branches are many', async () => {
  watched.asked.length = 0;
  const lines = await auditDoor({ under: 'Q' });
  expect(lines.at(-1)).toEqual({ done: { checked: ONE_BY_ONE + 1, wrong: 0 } });
  expect(watched.asked.map(({ path }) => path)).toEqual([
    'organization/log/audit?after=0',
    'assessment/log/audit?after=0',
  ]);
});

it('checks the branches under the organization that is named, as known at an instant', async () => {
  expect((await audit({ under: 'U2' })).at(-1)).toEqual({ done: { checked: 1, wrong: 0 } });
  const knownAt = history.events.find(({ type }) => type === 'GradeDetermined')?.recordedAt ?? '';
  expect((await audit({ under: 'P', knownAt })).at(-1)).toEqual({ done: { checked: BRANCHES, wrong: 0 } });
});

it.each<[string, Readonly<Record<string, string>>, string]>([
  ['an organization that nobody knows', { under: 'NOBODY' }, 'ORGANIZATION_UNKNOWN'],
  ['no organization', {}, 'INPUT_INVALID'],
  ['an instant to come', { under: 'P', knownAt: '2999-01-01T00:00:00Z' }, 'KNOWN_AT_IN_FUTURE'],
  ['an instant that is none', { under: 'P', knownAt: 'yesterday' }, 'INPUT_INVALID'],
  ['logs that are not the whole', { under: 'P', logs: 'half' }, 'INPUT_INVALID'],
  ['a question unknown', { under: 'P', colour: 'red' }, 'INPUT_INVALID'],
])('refuses %s with its code', async (_, query, code) => {
  expect(await auditDoor(query)).toEqual([expect.objectContaining({ code })]);
});

it('names the branch whose rating was changed in the read model, and only that one', async () => {
  await platform.readModel.query("UPDATE rating_span SET grade = 'lagging' WHERE branch_id = 'B03'");
  expect((await auditDoor({ under: 'U' })).flatMap(({ branch }) => branch ?? [])).toEqual(['B03']);
  const lines = await audit({ under: 'P' });
  expect(lines.filter(({ branch }) => branch !== undefined)).toEqual([
    {
      branch: 'B03',
      replay: {
        agreesWithReadModel: false,
        chainKept: true,
        chainIntact: true,
        faults: expect.arrayContaining([expect.stringContaining('the read model differs from the stream')]),
      },
    },
  ]);
  expect(lines.at(-1)).toEqual({ done: { checked: BRANCHES, wrong: 1 } });
});

it('finds a decision that the read model has never shown, and a branch that it lost altogether', async () => {
  await platform.readModel.query("DELETE FROM rating_span WHERE branch_id = 'B04'");
  await platform.readModel.query("DELETE FROM decision WHERE branch_id = 'B04'");
  await platform.readModel.query("DELETE FROM place WHERE organization_id = 'B05'");
  await platform.readModel.query("DELETE FROM organization WHERE id = 'B05'");
  const branches = (await audit({ under: 'P' })).flatMap(({ branch }) => branch ?? []);
  expect(branches.sort()).toEqual(['B03', 'B04', 'B05']);
});

it('says that the log was changed, of the branch whose event it is', async () => {
  await log.query(
    `UPDATE events SET data = replace(data::text, 'general', 'advanced')::json WHERE stream = $1 AND type = 'BranchGraded'`,
    ['grading-B06:classification:2022'],
  );
  for (const asking of [audit, auditDoor]) {
    const found = (await asking({ under: 'U' })).find(({ branch }) => branch === 'B06');
    expect(found?.replay).toMatchObject({
      chainIntact: false,
      faults: expect.arrayContaining([expect.stringMatching(/the log was changed or is damaged.*was changed/)]),
    });
  }
});

it('says that the log lost an event, of the branch and of the log', async () => {
  await log.query('DELETE FROM events WHERE stream = $1 AND revision = 0', ['grading-B07:classification:2022']);
  const lines = await audit({ under: 'U' });
  expect(lines.find(({ branch }) => branch === 'B07')?.replay).toMatchObject({ chainIntact: false });
  expect(lines.flatMap(({ logFaults }) => logFaults ?? [])).toEqual(
    expect.arrayContaining([expect.stringMatching(/the event at \d+ is gone/)]),
  );
});

it('ends with the problem where a service goes away on the way', async () => {
  await platform.apps.assessment.close();
  expect((await audit({ under: 'P' })).at(-1)).toEqual({
    problem: expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', service: 'assessment' }),
  });
});
