import { addYears, type Day } from '@zhibu/kernel';
import type { Election, Membership, Organization } from './organization.state.ts';
import { type Interval, laterOf, type Span, spansOf, within } from './timeline.ts';

/** 任期: days of one term on which the same end of it holds. */
export interface ExtendedTerm extends Interval {
  /** The end of the term without extension. */
  readonly anniversary: Day;
  /** From this day on the term is over. */
  readonly end: Day;
}

/** The terms of an organization, each cut where an extension begins to hold; an extension ends with its term. */
export function extendedTerms(organization: Organization): readonly ExtendedTerm[] {
  return spansOf(organization.elections).flatMap((election) => termOf(election, organization));
}

function termOf(election: Span<Election>, { extensions }: Organization): readonly ExtendedTerm[] {
  const anniversary = addYears(election.from, election.value.termYears);
  const own = extensions.filter(
    ({ from }) => from >= election.from && (election.to === undefined || from < election.to),
  );
  const ends = [
    { from: election.from, value: anniversary },
    ...own.map(({ from, value }) => ({ from, value: laterOf(value, anniversary) })),
  ];
  return spansOf(ends).flatMap((span) =>
    within(span, election).map((days) => ({ ...days, anniversary, end: span.value })),
  );
}

/** The days on which the membership last reported is in breach; only branches are measured by it. */
export function membershipDays(
  organization: Organization,
  breach: (membership: Membership) => boolean,
): readonly Interval[] {
  if (organization.registration.kind !== 'branch') return [];
  return spansOf(organization.memberships).filter((span) => breach(span.value));
}

/** 支部委员会: how many members it has, in a branch of so many full members. */
interface Committee {
  readonly size: number;
  readonly fullMembers: number;
}

/** The days on which a branch's committee is in breach. A size nobody stated is none; members nobody reported are none. */
export function committeesWith(
  organization: Organization,
  breach: (committee: Committee) => boolean,
): readonly Interval[] {
  const { registration, elections, memberships } = organization;
  if (registration.kind !== 'branch') return [];
  const reports = spansOf([{ from: registration.openedOn, value: nobody }, ...memberships]);
  return spansOf(elections).flatMap((election) => {
    const size = election.value.committeeSize;
    if (size === undefined) return [];
    return reports
      .filter((report) => breach({ size, fullMembers: report.value.fullMembers }))
      .flatMap((report) => within(report, election));
  });
}

const nobody: Membership = { fullMembers: 0, probationaryMembers: 0 };
