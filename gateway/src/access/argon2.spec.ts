import { expect, it } from '@jest/globals';
import { Argon2PasswordHasher } from './argon2.adapter.ts';

const hasher = new Argon2PasswordHasher();

it('keeps a password by argon2id with 19 MiB, two passes, one lane, under a salt of its own', async () => {
  const [one, other] = [await hasher.hash('Correct-horse-9'), await hasher.hash('Correct-horse-9')];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(one).not.toBe(other);
  expect(await hasher.verify('Correct-horse-9', one)).toBe(true);
  expect(await hasher.verify('Correct-horse-8', one)).toBe(false);
});

it('reads what another program kept, at its own costs', async () => {
  // Of the reference implementation's tests.
  const kept = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(await hasher.verify('password', kept)).toBe(true);
  expect(await hasher.verify('passwore', kept)).toBe(false);
  await expect(hasher.verify('password', '$2b$10$abc')).rejects.toThrow(/a form that this program does not know/);
});

it('takes letters however a keyboard writes them', async () => {
  const kept = await hasher.hash('Café-正确-密码１２');
  expect(await hasher.verify('Cafe\u0301-正确-密码12', kept)).toBe(true);
});

it('works on two at a time, lets others wait, and tells whoever comes when too many do', async () => {
  const few = new Argon2PasswordHasher(3);
  const asked = Array.from({ length: 8 }, () => few.verify('x', null));
  const answers = await Promise.allSettled(asked);
  const refused = answers.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(8 - 2 - 3);
  expect(refused[0]).toMatchObject({ reason: { code: 'LOG_INS_TOO_MANY' } });
  expect(answers.find(({ status }) => status === 'fulfilled')).toMatchObject({ value: false });
  expect(await few.verify('x', null)).toBe(false);
});
