import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Wording } from '@zhibu/contracts';
import { commitmentOf, freezePopulation } from '@zhibu/draw';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OperatorFault } from '../operator/fault.ts';
import { Arguments } from '../terminal/arguments.adapter.ts';
import { commit } from './committing.adapter.ts';
import { verify } from './verifying.adapter.ts';
import { readWish, type Wish, wishOptions } from './wish.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhibu-draw-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let said: Wording[];
let complained: Wording[];
const told = {
  say: (wording: Wording) => void said.push(wording),
  complain: (wording: Wording) => void complained.push(wording),
};
beforeEach(() => {
  said = [];
  complained = [];
});

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../libs/draw/samples/${name}.json`, import.meta.url));
const wished = (...argv: readonly string[]): Wish => readWish(new Arguments(argv, wishOptions));

describe('a receipt', () => {
  it('that holds ends with 0, and says in both languages what was recomputed and who missed', () => {
    expect(verify(sample('one-missed'), told)).toBe(0);
    expect(said[0]?.zh).toMatch(/^核验相符：.*2个承诺值.*未公开随机数的单位：市直工委$/);
    expect(said[0]?.en).toMatch(/^It holds: .*2 commitments.*who missed the reveal: 市直工委$/);
    expect(complained).toEqual([]);
  });

  it('that was changed ends with 1, and names the first thing that differs', () => {
    const file = join(folder, 'changed.json');
    writeFileSync(file, readFileSync(sample('all-revealed'), 'utf8').replace('7ad949b3', '7ad949b2'));
    expect(verify(file, told)).toBe(1);
    expect(complained[0]?.zh).toMatch(/“990200-SZGW”的随机数与其承诺值不符.*COMMITMENT_DIFFERS/);
    expect(said).toEqual([]);
  });

  it('that is not there is not verified', () => {
    expect(() => verify(join(folder, 'none.json'), told)).toThrow(OperatorFault);
  });
});

describe('a commitment', () => {
  const population = freezePopulation({
    draw: 'D1',
    sample: 1,
    bodies: ['a', '市直工委'],
    branches: [['B1', 'none|none|24+']],
    excluded: [],
  });
  const announced = join(folder, 'population.txt');
  writeFileSync(announced, population.text);

  const commitTo = (given: string, nonce: string, ...others: readonly string[]): string | undefined => {
    const wish = wished('commit', '--population', given, '--body', '市直工委', '--nonce', nonce, ...others);
    if (wish.action === 'commit') commit(wish, told);
    return /[0-9a-f]{64}$/.exec(said.at(-1)?.en ?? '')?.[0];
  };

  it('is that of a nonce which stands in a file for its owner alone', () => {
    const file = join(folder, 'nonce.txt');
    const commitment = commitTo(announced, file);
    const [nonce = ''] = readFileSync(file, 'utf8').split('\n');
    expect(commitment).toBe(commitmentOf(population.hash, '市直工委', Buffer.from(nonce, 'hex')));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(said)).not.toContain(nonce);
  });

  it('is the same by the hash that was announced, and when the command is repeated for a page to seal', () => {
    const [file, page] = [join(folder, 'again.txt'), join(folder, 'page.txt')];
    const first = commitTo(announced, file);
    expect(commitTo(population.hash.toString('hex'), file, '--page', page)).toBe(first);
    expect(readFileSync(page, 'utf8').replaceAll(' ', '')).toContain(readFileSync(file, 'utf8').slice(0, 64));
    expect(statSync(page).mode & 0o777).toBe(0o600);
  });

  it('is of a nonce that no other draw and no other body has', () => {
    const file = join(folder, 'once.txt');
    commitTo(announced, file);
    expect(() => commitTo('ab'.repeat(32), file)).toThrow(OperatorFault);
    const another = wished('commit', '--population', announced, '--body', 'a', '--nonce', file);
    expect(() => another.action === 'commit' && commit(another, told)).toThrow(OperatorFault);
    const bare = join(folder, 'bare.txt');
    writeFileSync(bare, `${'cd'.repeat(32)}\n`);
    expect(() => commitTo(announced, bare)).toThrow(OperatorFault);
  });

  it('is not made for a body that was not announced, nor from a file that is no population or holds no nonce', () => {
    const other = join(folder, 'other.txt');
    writeFileSync(other, population.text.replace('body\t市直工委\n', ''));
    expect(() => commitTo(other, join(folder, 'unmade.txt'))).toThrow(OperatorFault);
    expect(() => commitTo(announced, other)).toThrow(OperatorFault);
    expect(() => statSync(join(folder, 'unmade.txt'))).toThrow('ENOENT');
  });
});

it.each([
  [[]],
  [['verify']],
  [['verify', 'a', 'b']],
  [['commit', 'x', '--population', 'p', '--body', 'b']],
  [['draw']],
])('what cannot be understood is refused with how it is typed: %j', (argv) => {
  expect(() => wished(...argv)).toThrow(OperatorFault);
});
