import { expect, it } from '@jest/globals';
import { aggregates } from './aggregates.ts';
import { refusalWords } from './catalogue.ts';
import { draftingRefusals } from './drafting.refusals.ts';
import { evidenceRefusals } from './evidence.refusals.ts';
import { logInRefusals } from './log-in.refusals.ts';
import { doorRefusals, sharedRefusals } from './refusals.ts';

it.each(Object.entries(refusalWords))('%s is worded in Chinese and English', (code, words) => {
  expect(code).toMatch(/^[A-Z][A-Z0-9_]*$/);
  expect(words.zh).toMatch(/\p{Script=Han}/u);
  expect(words.en).toMatch(/^[^\p{Script=Han}]+$/u);
});

it('no code is worded twice', () => {
  const declared = [
    doorRefusals,
    draftingRefusals,
    evidenceRefusals,
    logInRefusals,
    sharedRefusals,
    ...Object.values(aggregates).map(({ refusals }) => refusals),
  ];
  expect(declared.flatMap((refusals) => Object.keys(refusals)).length).toBe(Object.keys(refusalWords).length);
});
