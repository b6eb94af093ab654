import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trustedKeys } from '@zhibu/service-kit';
import { pageNamed } from './runbook-pages.ts';
import { Typing } from './typing.ts';

const WITHIN_MS = 120_000;
const SHARED = ['TRUSTED_KEYS', 'FEED_KEYS'];
const names = ['organization', 'assessment', 'rectification', 'supervision', 'gateway', 'operator'];
let typing: Typing;
beforeAll(async () => {
  typing = await Typing.open();
  expect(await typing.typed(['npm run k8s:secrets -- ~/zhibu-secrets'])).toMatchObject({ code: 0 });
  // As if they had been made a year ago: two sets are told apart by their day.
  for (const file of [...SHARED.map((key) => `shared-keys/${key}`), ...names.map((name) => `${name}/SIGNING_KEY`)]) {
    const path = join(typing.home, 'zhibu-secrets', 'secrets', file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/\/\d{4}-/g, '/2020-'));
  }
}, WITHIN_MS);
afterAll(() => typing.close());

const blocks = (page: string): readonly (readonly string[])[] => pageNamed(page).blocks;
/** The ids of keys, as Secrets applied the first time, or a later one, hold them. */
const idsIn = (time: number, file: string): readonly string[] =>
  typing
    .applied(time, `secrets/${file}`)
    .split(',')
    .map((key) => key.slice(0, key.indexOf(':')));
const years = (time: number, file: string): readonly string[] => [
  ...new Set(idsIn(time, file).map((id) => (id.includes('/2020-') ? 'before' : 'next'))),
];

it(
  'rotate-keys.md: processes believe old and new keys before one is used, and only the new ones at the end',
  async () => {
    const [keys = []] = blocks('rotate-keys.md');
    expect(await typing.typed(keys)).toMatchObject({ code: 0 });
    expect([0, 1, 2].map((time) => years(time, 'shared-keys/TRUSTED_KEYS'))).toEqual([
      ['before', 'next'],
      ['before', 'next'],
      ['next'],
    ]);
    // With the first of them a service writes.
    expect([0, 1, 2].map((time) => years(time, 'shared-keys/FEED_KEYS'))).toEqual([
      ['before', 'next'],
      ['next', 'before'],
      ['next'],
    ]);
    for (const name of names)
      expect([0, 1, 2].map((time) => years(time, `${name}/SIGNING_KEY`).join())).toEqual(['before', 'next', 'next']);
    expect(trustedKeys.read(typing.applied(1, 'secrets/shared-keys/TRUSTED_KEYS'))).toBeDefined();
    expect(trustedKeys.read(typing.applied(2, 'secrets/shared-keys/TRUSTED_KEYS'))).toBeDefined();
    const restarts = typing.told().filter((line) => line.includes('rollout restart'));
    expect(restarts).toHaveLength(3);
    // A second time that day nothing is touched: what is kept from before would be mixed with what is used.
    expect((await typing.typed(keys)).code).not.toBe(0);
    expect(typing.told().filter((line) => line.includes('rollout restart'))).toHaveLength(3);
  },
  WITHIN_MS,
);

it(
  'rotate-keys.md: the operator’s token is the same for him and the gateway, and new, like the key of backups',
  async () => {
    const [first = [], , tokens = []] = blocks('rotate-keys.md');
    const before = ['operator/OPERATOR_TOKEN', 'operator/BACKUP_KEY'].map((path) =>
      typing.applied(2, `secrets/${path}`),
    );
    const settings = first.filter((line) => line.startsWith('now=') || line.startsWith('roll_out()'));
    expect(await typing.typed([...settings, ...tokens])).toMatchObject({ code: 0 });
    const [token, key] = ['operator/OPERATOR_TOKEN', 'operator/BACKUP_KEY'].map((path) =>
      typing.applied(3, `secrets/${path}`),
    );
    expect(before).not.toContain(token);
    expect(before).not.toContain(key);
    expect(typing.applied(3, 'secrets/gateway/OPERATOR_TOKEN')).toBe(token);
  },
  WITHIN_MS,
);

it(
  'rotate-passwords-and-certificates.md: a password is new for the process and for the store, and for nobody else',
  async () => {
    const [, password = []] = blocks('rotate-passwords-and-certificates.md');
    expect(await typing.typed(password, { OVERLAY: 'committee' })).toMatchObject({ code: 0 });
    const [was, is] = [3, 4].map((time) => typing.applied(time, 'secrets/assessment/PASSWORD'));
    expect(is).not.toBe(was);
    expect(typing.applied(4, 'secrets/database-roles/PASSWORD_ASSESSMENT')).toBe(is);
    expect(typing.applied(4, 'secrets/gateway/PASSWORD')).toBe(typing.applied(3, 'secrets/gateway/PASSWORD'));
    expect(typing.told()).toContain('-n zhibu rollout restart deployment/assessment');
  },
  WITHIN_MS,
);

/** Whether a pod of these Secrets believes the certificates of another. */
function believes(time: number, other: number): boolean {
  const authorities =
    typing.applied(time, 'authorities.pem').match(/-----BEGIN[^-]*-----[^-]*-----END[^-]*-----/g) ?? [];
  const shown = new X509Certificate(typing.applied(other, 'certificates/gateway/cert.pem'));
  return authorities.some((pem) => shown.verify(new X509Certificate(pem).publicKey));
}

it(
  'rotate-passwords-and-certificates.md: with a new authority pods of before and after each rollout believe each other',
  async () => {
    const [, , , authority = []] = blocks('rotate-passwords-and-certificates.md');
    await typing.typed(['rm -r ~/zhibu-next']);
    expect(await typing.typed(authority)).toMatchObject({ code: 0 });
    const [before, beside, after] = [4, 5, 6];
    const certificateOf = (time: number): string => typing.applied(time, 'certificates/gateway/cert.pem');
    expect(certificateOf(beside)).toBe(certificateOf(before));
    expect(certificateOf(after)).not.toBe(certificateOf(beside));
    for (const [time, other] of [
      [before, beside],
      [beside, before],
      [beside, after],
      [after, beside],
    ] as const)
      expect([time, other, believes(time, other)]).toEqual([time, other, true]);
    expect(believes(before, after)).toBe(false);
  },
  WITHIN_MS,
);
