import { expect, it } from '@jest/globals';
import { aStandard } from '../testing/examples.ts';
import { findingsOf } from './finding.rules.ts';
import { noInputs } from './grading.state.ts';

it.each([
  [7_999, 7_999, '字'],
  [8_000, 8_000, '字'],
  [8_001, 8_000, '…'],
])('keeps the note of a loss up to 8000 characters: of %i it keeps %i', (length, kept, last) => {
  const entries = [{ item: 'T1', deduction: '5', note: '字'.repeat(length) }];
  const [finding] = findingsOf(aStandard(), { ...noInputs, ratings: new Map([['above', entries]]) });
  expect([finding?.note?.length, finding?.note?.at(-1)]).toEqual([kept, last]);
});

it('cuts no character in two', () => {
  const entries = [{ item: 'T1', deduction: '5', note: `${'字'.repeat(7_998)}😀字` }];
  const [finding] = findingsOf(aStandard(), { ...noInputs, ratings: new Map([['above', entries]]) });
  expect(finding?.note).toBe(`${'字'.repeat(7_998)}…`);
});
