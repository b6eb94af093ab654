import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@zhibu/kernel';
import { command } from '../support/city.ts';
import { discard, PlatformUnderTest, temporaryFolder, textOf } from '../support/platform.ts';
import { ask, pace, type Pace, type Question } from './asking.ts';
import type { Bench, Line } from './line.ts';
import { ms, times, whole } from './measure.ts';

const CLIENTS = 16;
const FOR_MS = 8_000;
const TO_REACH = 2_000;
/** What the import leads to is recorded after it; it has come to rest once so many questions in a row, a second apart, are answered from memory. */
const AT_REST = 10;
const COME_TO_REST_MS = 600_000;
const COMMITTEE = '990100-SZGW';
const SCHEME = 'classification';
const DASHBOARD = `query Committee($under: ID!) { dashboard(under: $under, period: "2022") { branches ungraded(scheme: "${SCHEME}") grades(scheme: "${SCHEME}") { grade label count }
  byChild(scheme: "${SCHEME}") { organization { code name } branches ungraded grades { grade count } } problems { open overdue closed reopened } } }`;

const METRICS_PORT = await freePort();

const again: Question = { query: DASHBOARD, variables: { under: COMMITTEE } };
/** Who says no-store is never answered from memory. */
const anew: Question = { ...again, headers: { 'cache-control': 'no-store' } };

/** The committee's dashboard of the demonstration city, asked again while nothing moves, and after an event that it does not read. */
export const dashboardAgainBench: Bench = {
  name: 'dashboard-again',
  measure: async () => {
    const data = await temporaryFolder('zhibu bench ');
    const platform = await PlatformUnderTest.start({
      data,
      args: [],
      environment: { METRICS_PORT: String(METRICS_PORT) },
    });
    try {
      while (!(await textOf(data, 'demonstration.json')).includes('loaded')) await pause(200);
      await comeToRest(platform);
      return await measured(platform);
    } finally {
      await platform.stop();
      await discard(data);
    }
  },
};

async function comeToRest(platform: PlatformUnderTest): Promise<void> {
  const until = Date.now() + COME_TO_REST_MS;
  for (let [still, made] = [0, -1]; still < AT_REST;) {
    if (Date.now() > until) throw new Error('the platform does not come to rest');
    await ask(platform.url, again);
    const now = await timesMade();
    still = now === made ? still + 1 : 0;
    made = now;
    await pause(1_000);
  }
}

async function measured(platform: PlatformUnderTest): Promise<readonly Line[]> {
  const asked = (question: Question): Promise<Pace> =>
    pace({ url: platform.url, clients: CLIENTS, forMs: FOR_MS, question: () => question });
  const made = await asked(anew);
  const kept = await asked(again);
  const before = await timesMade();
  await recordActivity(platform);
  const afterwards = await asked(again);
  const madeAnew = (await timesMade()) - before;
  return [
    {
      line: `the committee's dashboard asked again by ${CLIENTS} clients`,
      figure: `${whole(kept.aSecond)}/s, p99 ${ms(kept.p99)}`,
      against: `made anew each time ${whole(made.aSecond)}/s, p99 ${ms(made.p99)}: ${times(kept.aSecond / made.aSecond)}`,
      toReach: `≥ ${whole(TO_REACH)}/s`,
      reached: kept.aSecond >= TO_REACH,
    },
    {
      line: 'the same, after an activity was recorded, which it does not read',
      figure: `${whole(afterwards.aSecond)}/s, p99 ${ms(afterwards.p99)}; made anew ${madeAnew} times`,
      against: `before it ${whole(kept.aSecond)}/s`,
      toReach: 'never made anew',
      reached: madeAnew === 0,
    },
  ];
}

async function recordActivity(platform: PlatformUnderTest): Promise<void> {
  const { branches } = await platform.query<{ branches: { edges: { node: { organization: { id: string } } }[] } }>(
    'query ($under: ID!) { branches(under: $under, first: 1) { edges { node { organization { id } } } } }',
    again.variables,
  );
  const branchId = branches.edges[0]?.node.organization.id ?? '';
  const activity = { branchId, externalId: 'bench', kind: 'party-day', heldOn: '2023-03-03', attendance: 9 };
  const { projected } = await command(platform, 'RecordActivity', activity);
  if (!projected) throw new Error('the activity is not shown');
}

/** How often the dashboard was made, and not answered from memory, since the platform was started. */
async function timesMade(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`)).text();
  const line = text.split('\n').find((each) => each.includes('name="Committee"') && each.includes('outcome="ok"'));
  return Number(line?.split(' ').at(-1) ?? 0);
}
