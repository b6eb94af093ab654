import { expect, it } from '@jest/globals';
import { type DocumentCommand, documentCommands, documentContract, type DocumentEvent } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { specification } from '@zhibu/kernel/testing';
import { documentDecider, type IssueFacts } from './document.decider.ts';

const issuing = specification(documentDecider);
const facts: IssueFacts = {
  today: '2023-03-12',
  actor: { personId: 'P-9', role: 'committee-clerk' },
  issuer: { alive: true },
};
const document = {
  documentNo: '示例组〔2023〕5号',
  organizationId: 'C',
  name: 'grading-results' as const,
  sha256: 'a'.repeat(64),
  asOf: '2022-12-31',
  knownAt: '2023-03-11T00:00:00.000Z',
  asked: [{ field: 'period', value: '2022' }],
};
const issue = (data: object = {}): DocumentCommand => ({ name: 'IssueDocument', data: { ...document, ...data } });
const issued = (effectiveOn: string): DocumentEvent => ({ type: 'DocumentIssued', data: { ...document, effectiveOn } });

it('a document gets its number on the day that it bears, or today', () => {
  issuing.given().when(issue(), facts).then(issued('2023-03-12'));
  issuing
    .given()
    .when(issue({ effectiveOn: '2023-03-10' }), facts)
    .then(issued('2023-03-10'));
});

it('the same document issued again records nothing', () => {
  issuing.given(issued('2023-03-10')).when(issue(), facts).thenNothing();
  issuing
    .given(issued('2023-03-10'))
    .when(issue({ effectiveOn: '2023-03-10' }), facts)
    .thenNothing();
});

it.each<[string, DocumentCommand, Partial<IssueFacts>, string]>([
  ['another content under the number', issue({ sha256: 'b'.repeat(64) }), {}, 'DOCUMENT_NUMBER_TAKEN'],
  ['another day under the number', issue({ effectiveOn: '2023-03-11' }), {}, 'DOCUMENT_NUMBER_TAKEN'],
  ['an issuer that nobody knows', issue(), { issuer: null }, 'ORGANIZATION_UNKNOWN'],
  ['an issuer that is no more', issue(), { issuer: { alive: false } }, 'ORGANIZATION_DISSOLVED'],
  ['a day to come', issue({ effectiveOn: '2023-03-13' }), {}, 'EFFECTIVE_IN_FUTURE'],
])('refuses %s', (...[, command, given, code]) => {
  issuing
    .given(issued('2023-03-10'))
    .when(command, { ...facts, ...given })
    .thenRefused(code);
});

it('a kind that nobody can draft is not issued', () => {
  const { IssueDocument } = documentCommands;
  expect(IssueDocument.schema.safeParse(document).success).toBe(true);
  expect(IssueDocument.schema.safeParse({ ...document, name: 'league-table' }).success).toBe(false);
});

it('has the status that its last step leads to', () =>
  expect(holdStatusLaw(documentContract, documentDecider, [{ command: issue(), facts }])).toEqual(['DocumentIssued']));
