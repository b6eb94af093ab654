import { describe, expect, it } from '@jest/globals';
import {
  type DatedFinding,
  findingCodes,
  findingWords,
  type OrganizationCommand,
  type OrganizationKind,
  organizationKinds,
  parentKinds,
} from '@zhibu/contracts';
import fc from 'fast-check';
import {
  confirmed,
  dissolved,
  elected as reported,
  extended,
  historyOf,
  members,
  registration,
  vacated,
} from '../testing/sample.ts';
import { findingRules } from './organization.rules.ts';

/** An election from before the platform: its result is not to be confirmed. */
const elected: typeof reported = (on, more = {}) => reported(on, { prior: true, ...more });

/** The findings after commands to a branch opened on 2010-01-01, each as `code from..to`. */
function findingsAfter(...commands: readonly OrganizationCommand[]): readonly string[] {
  return lastFindings(historyOf(registration(), ...commands)).map(
    ({ code, from, to }) => `${code} ${from}..${to ?? ''}`,
  );
}

function lastFindings(history: ReturnType<typeof historyOf>): readonly DatedFinding[] {
  return history.at(-1)?.data.findings ?? [];
}

describe('支部条例: members', () => {
  it.each<readonly [number, number, readonly string[]]>([
    [2, 10, ['too-few-members 2022-01-01..']],
    [3, 0, []],
    [50, 0, []],
    [49, 1, []],
    [50, 1, ['too-many-members 2022-01-01..']],
  ])('%d full and %d probationary members', (full, probationary, expected) =>
    expect(findingsAfter(members('2022-01-01', full, probationary))).toEqual(expected),
  );
  it('a report holds until the next one, whichever was sent first', () =>
    expect(findingsAfter(members('2023-01-01', 10), members('2022-01-01', 2))).toEqual([
      'too-few-members 2022-01-01..2023-01-01',
    ]));
  it('breaches that follow each other are one', () =>
    expect(findingsAfter(members('2022-01-01', 1), members('2023-01-01', 2))).toEqual([
      'too-few-members 2022-01-01..',
    ]));
  it('nobody reported members: no finding', () => expect(findingsAfter(confirmed('2022-01-01'))).toEqual([]));
  it('only a branch is measured by them', () => {
    const unitHistory = historyOf({ ...registration({ kind: 'general-branch' }) }, members('2022-01-01', 1));
    expect(lastFindings(unitHistory)).toEqual([]);
  });
});

describe('支部条例: committee', () => {
  const elections = (full: number, size: number | undefined): readonly string[] =>
    findingsAfter(
      members('2022-01-01', full),
      elected('2022-01-01', size === undefined ? {} : { committeeSize: size }),
    ).filter((finding) => finding.startsWith('committee'));
  it.each<readonly [number, number | undefined, readonly string[]]>([
    [7, undefined, []],
    [6, 0, []],
    [7, 0, ['committee-missing 2022-01-01..']],
    [7, 2, ['committee-size 2022-01-01..']],
    [6, 2, []],
    [7, 3, []],
    [9, 7, []],
    [9, 8, ['committee-size 2022-01-01..']],
  ])('%d full members and a committee of %s', (full, size, expected) =>
    expect(elections(full, size)).toEqual(expected),
  );
  it('stands while both hold', () =>
    expect(
      findingsAfter(
        elected('2020-01-01', { termYears: 10, committeeSize: 0 }),
        members('2021-01-01', 8),
        members('2022-01-01', 5),
      ).filter((finding) => finding.startsWith('committee')),
    ).toEqual(['committee-missing 2021-01-01..2022-01-01']));
});

describe('任期: term and election', () => {
  it('due from 6 months before on the last day of a shorter month, over from the anniversary', () =>
    expect(findingsAfter(elected('2020-08-31'))).toEqual([
      'term-over 2023-08-31..',
      'election-due 2023-02-28..2023-08-31',
    ]));
  it('an organ committee has 5 years', () =>
    expect(lastFindings(historyOf(registration({ kind: 'organ-committee' }), elected('2017-05-18')))).toEqual([
      { code: 'term-over', from: '2022-05-18' },
      { code: 'election-due', from: '2021-11-18', to: '2022-05-18' },
    ]));
  it('the election held ends both', () =>
    expect(findingsAfter(elected('2016-03-01'), elected('2019-07-01', { termYears: 10 }))).toEqual([
      'term-over 2019-03-01..2019-07-01',
      'term-over 2029-07-01..',
      'election-due 2018-09-01..2019-03-01',
      'election-due 2029-01-01..2029-07-01',
    ]));
  it('an extension granted late leaves the days before it over', () =>
    expect(findingsAfter(elected('2020-01-01'), extended('2023-02-01', '2023-06-01'))).toEqual([
      'term-over 2023-01-01..2023-02-01',
      'term-over 2023-06-01..',
      'election-due 2022-07-01..2023-01-01',
      'election-due 2023-02-01..2023-06-01',
    ]));
  it('an extension of exactly a year is none too long, a day more is', () => {
    expect(
      findingsAfter(elected('2020-01-01'), extended('2022-12-01', '2024-01-01')).filter((finding) =>
        finding.startsWith('ext'),
      ),
    ).toEqual([]);
    expect(findingsAfter(elected('2020-01-01'), extended('2022-12-01', '2024-01-02'))).toContain(
      'extension-too-long 2022-12-01..',
    );
  });
  it('an extension does not shorten the term of an election that is reported later', () =>
    expect(findingsAfter(elected('2018-01-01'), extended('2020-12-01', '2021-06-01'), elected('2020-06-01'))).toEqual([
      'term-over 2023-06-01..',
      'election-due 2022-12-01..2023-06-01',
    ]));
  it('an extension of one term does not reach into the next', () =>
    expect(findingsAfter(elected('2018-01-01'), extended('2020-12-01', '2023-01-01'), elected('2021-06-01'))).toEqual([
      'term-over 2024-06-01..',
      'election-due 2020-07-01..2020-12-01',
      'election-due 2023-12-01..2024-06-01',
      'extension-too-long 2020-12-01..2021-06-01',
    ]));
});

describe('支部条例: secretary', () => {
  it('vacant for more than 3 months, counted from the day it was first known', () =>
    expect(findingsAfter(vacated('2022-11-30'), vacated('2023-02-01'))).toEqual(['secretary-vacant 2023-03-01..']));
  it('ends when a secretary is confirmed', () =>
    expect(findingsAfter(vacated('2022-01-01'), confirmed('2022-06-01'))).toEqual([
      'secretary-vacant 2022-04-02..2022-06-01',
    ]));
  it('is no finding when it lasted 3 months', () =>
    expect(findingsAfter(vacated('2022-01-01'), confirmed('2022-04-02'))).toEqual([]));
  it('nobody ever spoke of a secretary: no finding', () => expect(findingsAfter(members('2022-01-01', 5))).toEqual([]));
  it('ends with the organization', () =>
    expect(findingsAfter(vacated('2022-01-01'), dissolved('2022-05-01'))).toEqual([
      'secretary-vacant 2022-04-02..2022-05-01',
    ]));
});

interface Node {
  readonly kind: OrganizationKind;
}
const mayStand = (node: Node, parent: Node, above: Node | undefined): boolean =>
  parentKinds[node.kind].includes(parent.kind) && ![node, parent, above].every((one) => one?.kind === 'unit');

describe('the rules', () => {
  const needOtherStreams = [
    'general-branch-missing',
    'organ-committee-missing',
    'parent-dissolved',
    'parent-not-open',
    'secretary-of-two',
    'graded-by-nobody',
  ];
  it('are one for each clause that an organization’s own stream shows', () =>
    expect([...findingRules.map((rule) => rule.code), ...needOtherStreams].sort()).toEqual([...findingCodes].sort()));
  it.each(findingRules)('$code says its clause, weight and wording', (rule) =>
    expect(rule).toMatchObject(findingWords[rule.code]),
  );

  it('no tree built by the table of parents has a cycle, where a unit under a unit has none under it', () => {
    const kind = fc.constantFrom(...organizationKinds);
    fc.assert(
      fc.property(fc.array(fc.record({ kind, under: fc.nat(30) }), { maxLength: 30 }), (nodes) => {
        const parentOf = (index: number): number | undefined => {
          const [node, parent] = [nodes[index], nodes[nodes[index]?.under ?? -1]];
          return node && parent && mayStand(node, parent, nodes[parent.under]) ? node.under : undefined;
        };
        for (let start = 0; start < nodes.length; start += 1) {
          let steps = 0;
          for (let at: number | undefined = start; at !== undefined; at = parentOf(at))
            expect((steps += 1)).toBeLessThanOrEqual(organizationKinds.length + 1);
        }
      }),
    );
  });
});
