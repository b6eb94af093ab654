import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dutyStream } from '@zhibu/contracts';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { believed } from '@zhibu/service-kit';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { accessMigrations, accessSchema } from '../access/access-schema.ts';
import { oneTimePassword, stepAt } from '../access/one-time-password.ts';
import { accountsUnderTest } from '../testing/accounts.ts';
import { dig } from '../testing/asking.ts';
import { History } from '../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';

const password = 'Correct-horse-9';
const refused = 'ACCESS_LOG_DUTY_MISSING';
const duties = ['audit-administrator', 'security-administrator', 'auditor', 'committee-clerk'] as const;
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let platform: PlatformUnderTest;
const cookies = new Map<string, string>();

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  platform = await platformUnderTest({ access: schema.service });
  const history = new History().register('P', 'province').register('W', 'work-committee', 'P');
  for (const [index, duty] of duties.entries())
    history.record(dutyStream(`p-${duty}`), 'DutyAssigned', {
      personId: `p-${duty}`,
      dutyId: `00000000-0000-5000-8000-00000000000${index}`,
      duty,
      ...(duty.endsWith('administrator') ? {} : { organizationId: 'W' }),
      from: '2023-01-01',
      basis: { documentNo: '组〔2023〕3号' },
      confirmerId: 'p-9',
    });
  await platform.record(history);
  for (const duty of duties) cookies.set(duty, await loggedIn(duty));
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
});

async function loggedIn(login: string): Promise<string> {
  const accounts = accountsUnderTest(schema.service);
  const token = await accounts.add({ login, personId: `p-${login}`, secondFactor: true });
  const { secret = Buffer.alloc(0) } = await accounts.setUp(token ?? '', password);
  const response = await fetch(`${platform.url}/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password, oneTimePassword: oneTimePassword(secret, stepAt(Date.now())) }),
  });
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const as = (who: string): Record<string, string> => ({ cookie: cookies.get(who) ?? '' });
const ask = (query: string, who = 'audit-administrator'): Promise<unknown> => platform.ask(query, {}, as(who));
const get = (path: string, who = 'audit-administrator'): Promise<Response> =>
  fetch(`${platform.url}/access-log/${path}`, { headers: who === 'operator' ? {} : as(who) });

/** Entries are written within a second or two. */
async function untilLogged(operation: string, count = 1): Promise<readonly unknown[]> {
  const query = `{ accesses(filter: { operation: "${operation}" }) { entries { personId operation subjectIds rows outcome } } }`;
  for (let time = 0; time < 100; time += 1) {
    const found = dig(await ask(query), 'data', 'accesses', 'entries');
    if (Array.isArray(found) && found.length >= count) return found;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error(`${operation} is not logged`);
}

describe('the log of accesses', () => {
  it('is read by who is an audit administrator, page by page, and each reading is logged itself', async () => {
    await ask('{ branches(under: "W") { totalCount } }', 'committee-clerk');
    expect(await untilLogged('query branches')).toEqual([
      { personId: 'p-committee-clerk', operation: 'query branches', subjectIds: ['W'], rows: 0, outcome: 'ok' },
    ]);
    expect(await untilLogged('query accesses')).toContainEqual(
      expect.objectContaining({ personId: 'p-audit-administrator', outcome: 'ok' }),
    );
    await untilLogged('POST /log-in', 4);
    const whole = 'entries { writer number at } endCursor';
    const filter = 'filter: { operation: "POST /log-in" }';
    const all = dig(await ask(`{ accesses(${filter}) { ${whole} } }`), 'data', 'accesses', 'entries');
    const pages: unknown[] = [];
    for (let after = ''; after !== 'null';) {
      const page = await ask(`{ accesses(${filter}, first: 3${after && `, after: "${after}"`}) { ${whole} } }`);
      pages.push(dig(page, 'data', 'accesses', 'entries'));
      after = String(dig(page, 'data', 'accesses', 'endCursor'));
    }
    expect(pages.flat()).toEqual(all);
    expect(pages.flat()).toHaveLength(4);
    expect(dig(await ask('{ accesses(after: "eA") { endCursor } }'), 'errors', 0, 'extensions', 'code')).toBe(
      'INPUT_INVALID',
    );
  });

  it.each(['security-administrator', 'auditor', 'committee-clerk', 'operator'])('is told to no %s', async (who) => {
    const answer = await platform.ask('{ accesses { endCursor } }', {}, who === 'operator' ? {} : as(who));
    expect(dig(answer, 'errors', 0, 'extensions', 'code')).toBe(refused);
    for (const path of ['export', 'verification']) {
      const response = await get(path, who);
      expect([response.status, dig(await response.json(), 'code')]).toEqual([403, refused]);
    }
  });

  it('is exported with who, when and the filter, signed, and that is logged', async () => {
    await untilLogged('POST /log-in', 4);
    const text = await (await get('export?operation=POST%20/log-in')).text();
    const lines = text.trim().split('\n');
    expect(lines.slice(0, -1).map((line) => dig(JSON.parse(line), 'operation'))).toEqual(
      Array.from({ length: 4 }, () => 'POST /log-in'),
    );
    const shape = z.looseObject({ key: z.string(), signature: z.string(), sha256: z.string() });
    expect(believed(lines.at(-1) ?? '', shape, platform.trusted)).toMatchObject({
      format: 'zhibu-access-log',
      by: 'p-audit-administrator',
      filter: { operation: 'POST /log-in' },
      entries: 4,
    });
    expect(await untilLogged('access-log export')).toEqual([
      expect.objectContaining({ personId: 'p-audit-administrator', rows: 4 }),
    ]);
    expect((await get('export?people=x')).status).toBe(400);
  });

  it('is verified, and what was changed is named', async () => {
    const verified = async (): Promise<unknown> => (await get('verification')).json();
    expect(await verified()).toMatchObject({ chains: 1, faults: [] });
    expect(await untilLogged('access-log verify')).toEqual([expect.objectContaining({ outcome: 'ok' })]);
    await schema.owner.query(`UPDATE access_log SET person = 'p-other' WHERE operation = 'query branches'`);
    expect(dig(await verified(), 'faults', 0, 'kind')).toBe('changed');
  });
});
