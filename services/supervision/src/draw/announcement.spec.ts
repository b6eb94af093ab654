import { describe, it } from '@jest/globals';
import type { CommandNamed, DrawEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { actingFor, announce, announced, announcing } from '../testing/examples.ts';
import { drawDecider } from './draw.decider.ts';

const draw = specification(drawDecider);
const asked = (change: object): CommandNamed<'AnnounceDraw'> => ({
  ...announce,
  data: { ...announce.data, ...change },
});

describe('a draw is announced', () => {
  it('with hash and counts of its population, by one of its bodies, once', () => {
    draw.given().when(announce, announcing).then(announced);
    draw.given(announced).when(announce, announcing).thenNothing();
    const other = { ...announcing, population: { ...announcing.population, hash: 'cd'.repeat(32) } };
    draw
      .given(announced)
      .when(announce, other as typeof announcing)
      .thenRefused('DRAW_KNOWN');
    draw
      .given()
      .when(announce, { ...announcing, ...actingFor('P') })
      .thenRefused('NOT_A_BODY_OF_THE_DRAW');
  });

  it.each([
    ['by one body', asked({ bodies: ['W'] }), {}, 'BODIES_WRONG'],
    ['by one body twice', asked({ bodies: ['W', 'W'] }), {}, 'BODIES_WRONG'],
    ['by a body that does not stand above', asked({ bodies: ['W', 'V'] }), {}, 'BODIES_WRONG'],
    ['to be committed to today', asked({ commitBy: '2023-06-01' }), {}, 'COMMIT_BY_PAST'],
    ['to be committed to after 91 days', asked({ commitBy: '2023-08-31' }), {}, 'COMMIT_BY_TOO_FAR'],
    ['with an exclusion of nobody there', announce, { strange: ['B99'] }, 'EXCLUDED_NOT_THERE'],
    [
      'with another exclusion without a basis',
      asked({ excluded: [{ because: 'other', branchIds: ['B1'] }] }),
      {},
      'EXCLUDED_WITHOUT_BASIS',
    ],
    [
      'with an exclusion as founded lately of who was three months ago',
      announce,
      { founded: [{ branchId: 'B10', openedOn: '2023-03-01' }] },
      'EXCLUDED_NOT_FOUNDED_LATELY',
    ],
    ['with an exclusion as inspected of who was not', announce, { unvisited: ['B10'] }, 'EXCLUDED_NOT_INSPECTED'],
    ['with too many exclusions', announce, { population: { fault: 'EXCLUDED_TOO_MANY' } }, 'EXCLUDED_TOO_MANY'],
    ['of more than there are', announce, { population: { fault: 'SAMPLE_TOO_LARGE' } }, 'SAMPLE_TOO_LARGE'],
  ] as const)('not %s', (_, command, change, code) => {
    draw
      .given()
      .when(command, { ...announcing, ...change })
      .thenRefused(code);
  });

  it('to be committed to within 90 days', () => {
    const commitBy = '2023-08-30';
    const then = { ...announced, data: { ...announced.data, commitBy } } as DrawEvent;
    draw.given().when(asked({ commitBy }), announcing).then(then);
  });

  it('with an exclusion as founded lately of who lives for less than three months', () => {
    const facts = { ...announcing, founded: [{ branchId: 'B10', openedOn: '2023-03-02' }] };
    draw.given().when(announce, facts).then(announced);
  });
});
