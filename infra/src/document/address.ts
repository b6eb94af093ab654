import type { Arguments } from '../terminal/arguments.adapter.ts';

/** What each option is called where documents are asked for. */
const argumentOf = {
  under: 'under',
  branch: 'branchId',
  committee: 'committee',
  period: 'period',
  year: 'year',
  scheme: 'scheme',
  finding: 'finding',
  programme: 'programmeId',
  organization: 'organizationId',
  draw: 'drawId',
  inspection: 'inspectionId',
  body: 'body',
  revocation: 'revocationId',
  outcome: 'outcome',
  'as-of': 'asOf',
  'known-at': 'knownAt',
} as const;

export const documentOptions: readonly string[] = Object.keys(argumentOf);

/** Where the platform gives a document; what it needs the platform says itself. */
export function addressOf(name: string, given: Pick<Arguments, 'text'>): string {
  const asked = Object.entries(argumentOf).flatMap(([option, argument]) => {
    const value = given.text(option);
    return value === undefined ? [] : [[argument, value] as const];
  });
  return `/documents/${encodeURIComponent(name)}?${new URLSearchParams(Object.fromEntries(asked)).toString()}`;
}
