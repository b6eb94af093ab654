import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { askedBy, askedIn } from './subjects.ts';

const asked = (query: string, variables = {}) => askedIn(parse(query), variables);

describe('what a query asks about is noted', () => {
  it.each<readonly [string, string, object]>([
    ['as it is written', '{ branch(id: "B-1") { openProblems } }', {}],
    ['as a number', '{ branch(id: 3701) { openProblems } }', {}],
    ['by its code', '{ organization(code: "B-1") { name } }', {}],
    ['by a variable', 'query ($id: ID!) { branch(id: $id) { openProblems } }', { id: 'B-1' }],
    ['by what a variable is unless given', 'query ($id: ID! = "B-1") { branch(id: $id) { openProblems } }', {}],
    ['by a variable in a list', 'query ($id: ID!) { people(ids: ["P-0", $id]) { id } }', { id: 'B-1' }],
  ])('%s', (_how, query, variables) => {
    expect(asked(query, variables).subjects.at(-1)).toMatch(/^(B-1|3701)$/);
  });

  it('with the day and the instant, whatever the argument is called', () => {
    const { asOf, knownAt } = asked(
      '{ rating(effectiveOn: "2023-03-01") { grade } replay(upTo: "2023-04-01T00:00:00Z") { steps } }',
    );
    expect([asOf, knownAt]).toEqual(['2023-03-01', new Date('2023-04-01T00:00:00Z')]);
  });
});

it.each(['0000-01-01', '+020000-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', 'soon'])(
  'an instant that no log takes is none: %s',
  (knownAt) => {
    expect(askedBy([['knownAt', knownAt]]).knownAt).toBeNull();
  },
);
