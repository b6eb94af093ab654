import { expect, it } from '@jest/globals';
import { Arguments } from '../terminal/arguments.adapter.ts';
import { addressOf, documentOptions } from './address.ts';

const given = (...argv: string[]): Arguments => new Arguments(argv, { texts: documentOptions, flags: [] });

it('asks for what was given, and for nothing else', () => {
  expect(addressOf('score-sheet', given('--branch', 'B1', '--period', '2022', '--as-of', '2022-12-31'))).toBe(
    '/documents/score-sheet?branchId=B1&period=2022&asOf=2022-12-31',
  );
});

it('lets no name lead elsewhere', () => {
  expect(addressOf('../graphql?x', given())).toBe('/documents/..%2Fgraphql%3Fx?');
});
