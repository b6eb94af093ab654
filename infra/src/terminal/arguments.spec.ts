import { describe, expect, it } from '@jest/globals';
import { Arguments, WrongArguments } from './arguments.adapter.ts';

const names = { texts: ['period', 'as-of', 'known-at', 'lang'], flags: ['dry-run'] };
const given = (...argv: readonly string[]): Arguments => new Arguments(argv, names);

describe('what is given on the command line', () => {
  it('is read by name, what has no name by place', () => {
    const read = given('--period', '2022', '--dry-run', 'folder');
    expect([read.period('period'), read.flag('dry-run'), read.positionals, read.day('as-of')]).toEqual([
      '2022',
      true,
      ['folder'],
      undefined,
    ]);
  });

  it.each<[string, (read: Arguments) => unknown, string[]]>([
    ['an unknown option', () => undefined, ['--nonsense']],
    ['no period', (read) => read.period('period'), []],
    ['a period that is no year', (read) => read.period('period'), ['--period', '22']],
    ['a day that does not exist', (read) => read.day('as-of'), ['--as-of', '2022-02-30']],
    ['an instant without offset', (read) => read.instant('known-at'), ['--known-at', '2022-02-03T10:00:00']],
    ['a language nobody speaks here', (read) => read.language(), ['--lang', 'fr']],
  ])('is refused by a sentence in both languages: %s', (_, read, argv) => {
    expect(() => read(given(...argv))).toThrow(WrongArguments);
    expect(() => read(given(...argv))).toThrow(/^[^\n]*\p{Script=Han}[^\n]*\n[^\p{Script=Han}]+$/u);
  });
});
