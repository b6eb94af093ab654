import { randomBytes } from 'node:crypto';
import {
  accessSchema,
  Accounts,
  Argon2PasswordHasher,
  LogIns,
  OneTimeSecrets,
  openAccess,
  SetUps,
  WrappingKeys,
} from '@zhibu/gateway';
import { Refusal } from '@zhibu/kernel';
import { ownKeys, TokenIssuer, TokenVerifier } from '@zhibu/service-kit';
import type { Bench, Line } from './line.ts';
import { median, ms, percentile, rate, timed } from './measure.ts';

const A_SECOND = 20;
const SECONDS = { whole: 20, short: 8 };
const MOST_P99_MS = 500;
const ACCOUNTS = 40;
const password = 'Correct-horse-9';
const TOKENS = 2_000;
const MOST_TOKEN_MS = 0.5;

/** What it costs to come in: log-ins that arrive twenty a second, and a token between processes. */
export const logInBench: Bench = {
  name: 'log-in',
  measure: (ground) =>
    ground.onFresh(async ({ url }) => {
      const pool = openAccess(url(accessSchema, 'service'));
      const secrets = new OneTimeSecrets(new WrappingKeys([randomBytes(32)]));
      const sources = { pool, hasher: new Argon2PasswordHasher(), now: Date.now, secrets };
      try {
        const [accounts, setUps] = [new Accounts(sources), new SetUps(sources)];
        for (let index = 0; index < ACCOUNTS; index += 1) {
          const account = { login: `login-${index}`, personId: `p-${index}`, secondFactor: false };
          await setUps.setUp((await accounts.add(account)) ?? '', password);
        }
        return [await arriving(new LogIns(sources), ground.short ? SECONDS.short : SECONDS.whole), await tokens()];
      } finally {
        await pool.end();
      }
    }),
};

/** They arrive evenly, whatever became of those before them; each from an address of its own. */
async function arriving(logIns: LogIns, seconds: number): Promise<Line> {
  const [begun, under, took] = [performance.now(), [] as Promise<void>[], [] as number[]];
  let refused = 0;
  const one = async (index: number): Promise<void> => {
    const given = { login: `login-${index % ACCOUNTS}`, password, code: '', address: `192.0.2.${index % 250}` };
    try {
      took.push(await timed(() => logIns.begin(given)));
    } catch (error) {
      // Too many wait: an answer of the platform, and a log-in that did not come in.
      if (!(error instanceof Refusal)) throw error;
      refused += 1;
    }
  };
  for (let index = 0; index < seconds * A_SECOND; index += 1) {
    const wait = begun + (index * 1_000) / A_SECOND - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    under.push(one(index));
  }
  await Promise.all(under);
  const [p99, figure] = [percentile(took, 99), rate(took.length, performance.now() - begun)];
  return {
    line: `log-ins that arrive ${A_SECOND} a second, argon2id`,
    figure: `${figure.toFixed(1)}/s, median ${ms(median(took))}, p99 ${ms(p99)}, ${refused} refused`,
    against: 'none',
    toReach: `p99 < ${MOST_P99_MS} ms, none refused`,
    reached: p99 < MOST_P99_MS && refused === 0,
  };
}

async function tokens(): Promise<Line> {
  const { signing, trusted } = ownKeys();
  const [issuer, verifier] = [new TokenIssuer(signing), new TokenVerifier(trusted, 'organization')];
  const asked = { method: 'POST', path: '/commands/RegisterOrganization', body: '{"data":{}}' };
  const sender = { actor: { personId: 'p-1', role: 'person' } };
  const took: number[] = [];
  for (let index = 0; index < TOKENS; index += 1)
    took.push(
      await timed(async () => {
        const authorization = await issuer.authorization('organization', sender, asked);
        await verifier.sender({ ...asked, authorization });
      }),
    );
  const figure = median(took.slice(TOKENS / 10));
  return {
    line: 'a token between processes, signed and verified',
    figure: `${figure.toFixed(2)} ms`,
    against: 'none',
    toReach: `≤ ${MOST_TOKEN_MS} ms`,
    reached: figure <= MOST_TOKEN_MS,
  };
}
