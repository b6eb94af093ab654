import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/duties.ts';
import {
  basis,
  linkOf,
  logIn,
  operator,
  password,
  proposedTo,
  register,
  sendBy,
  type Session,
  setUp,
  withCode,
} from '../support/people.ts';
import { PlatformUnderTest } from '../support/platform.ts';

const [SYSTEM, SECURITY, AUDIT] = ['system-administrator', 'security-administrator', 'audit-administrator'] as const;
const logins = ['system', 'security', 'audit'] as const;

let platform: PlatformUnderTest;
const persons = new Map<string, { readonly session: Session; readonly personId: string }>();
beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  await register(platform, [
    ['P', 'province', undefined],
    ['C', 'city', 'P'],
    ['W', 'work-committee', 'C'],
  ]);
  const token = await linkOf(platform, ['link']);
  const chosen = logins.flatMap((login, index) => [
    [`login${index + 1}`, login],
    [`password${index + 1}`, password],
  ]);
  const { body } = await platform.post('/set-up/administrators', { token, ...Object.fromEntries(chosen) });
  for (const { login, secret } of Object(body).administrators) await arrives(login, secret);
}, 180_000);
afterAll(() => platform.discard());

async function arrives(login: string, secret: string): Promise<void> {
  const session = await logIn(platform, login, withCode(secret));
  const { me } = await platform.query<{ me: { personId: string } }>('{ me { personId } }', {}, session);
  persons.set(login, { session, personId: me.personId });
}
const by = (login: string): Session => persons.get(login)?.session ?? {};
const idOf = (login: string): string => persons.get(login)?.personId ?? '';
const send = (login: string, name: string, data: object) => sendBy(platform, by(login), [name, data]);
const propose = (login: string, personId: string, held: object) =>
  send(login, 'ProposeDuty', { personId, ...held, basis });
const confirm = async (login: string, personId: string) =>
  send(login, 'ConfirmDuty', { personId, dutyId: await proposedTo(platform, personId) });

it('the three administrators are three persons, each with a duty at the platform', async () => {
  const three = [`${SYSTEM} ${idOf('system')}`, `${SECURITY} ${idOf('security')}`, `${AUDIT} ${idOf('audit')}`].sort();
  // The read model follows the log.
  await eventually(async () => {
    const { duties } = await platform.query<{ duties: { edges: { node: { duty: string; personId: string } }[] } }>(
      '{ duties { edges { node { duty personId } } } }',
    );
    expect(duties.edges.map(({ node }) => `${node.duty} ${node.personId}`).sort()).toEqual(three);
  }, 30_000);
  expect(new Set(logins.map(idOf)).size).toBe(3);
});

it('none of them may hold another of the three, or a business duty', async () => {
  const office = { duty: 'city-office', organizationId: 'C' };
  expect(await propose('system', idOf('security'), { duty: SYSTEM })).toBe('DUTIES_EXCLUSIVE');
  expect(await propose('system', idOf('system'), { duty: AUDIT })).toBe('DUTIES_EXCLUSIVE');
  for (const login of logins) expect(await propose('system', idOf(login), office)).toBe('DUTIES_EXCLUSIVE');
});

it('who proposes does not confirm, and who confirms does not propose', async () => {
  const office = { duty: 'city-office', organizationId: 'C' };
  expect(await propose('security', 'P-office', office)).toBe('DUTY_MISSING');
  expect(await propose('audit', 'P-office', office)).toBe('DUTY_MISSING');
  expect(await propose('system', 'P-office', office)).toBe('done');
  expect(await confirm('system', 'P-office')).toBe('DUTY_MISSING');
  expect(await confirm('audit', 'P-office')).toBe('DUTY_MISSING');
  expect(await confirm('security', 'P-office')).toBe('done');
});

it('a fourth administrator comes by two hands, and confirms neither himself nor what he proposed', async () => {
  expect(await propose('system', 'P-fourth', { duty: SECURITY })).toBe('done');
  expect(await confirm('security', 'P-fourth')).toBe('done');
  await arrives('fourth', await setUp(platform, await linkOf(platform, ['add', 'fourth', 'P-fourth'])));

  // Once more the same duty, from which he would be confirming himself.
  expect(await propose('system', 'P-fourth', { duty: SECURITY, until: '2099-12-31' })).toBe('done');
  await eventually(async () => expect(await confirm('fourth', 'P-fourth')).toBe('CONFIRMER_INVOLVED'), 30_000);
  expect(await confirm('security', 'P-fourth')).toBe('done');

  // What the operator enters for him was proposed by him.
  await operator(platform, ['ProposeDuty', { personId: 'P-audit-2', duty: AUDIT, basis }], 'P-fourth');
  expect(await confirm('fourth', 'P-audit-2')).toBe('CONFIRMER_INVOLVED');
  expect(await confirm('security', 'P-audit-2')).toBe('done');
});
