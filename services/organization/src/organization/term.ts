import type { OrganizationForm, OrganizationKind } from '@zhibu/contracts';
import { addYears, ALWAYS, type Day } from '@zhibu/kernel';
import type { Election, Formed, Membership, Organization } from './organization.state.ts';
import { type Interval, laterOf, type Span, spansOf, type Timeline, within, withEntry } from './timeline.ts';

const TERM_YEARS_OF_BRANCHES = 3;
const TERM_YEARS_OF_COMMITTEES = 5;

/** 任期: how many years a term lasts where the election does not say. */
export const regularTermYears = (kind: OrganizationKind): number =>
  kind === 'branch' || kind === 'general-branch' ? TERM_YEARS_OF_BRANCHES : TERM_YEARS_OF_COMMITTEES;

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

/**
 * The days on which a branch's committee is in breach, by the number stated at its election or by its list of posts,
 * whichever came last. A size nobody stated is none; members nobody reported are none.
 */
export function committeesWith(
  organization: Organization,
  breach: (committee: Committee) => boolean,
): readonly Interval[] {
  const { registration, memberships } = organization;
  if (registration.kind !== 'branch') return [];
  const reports = spansOf([{ from: ALWAYS, value: nobody }, ...memberships]);
  return spansOf(committeeSizes(organization)).flatMap((committee) => {
    const size = committee.value;
    if (size === undefined) return [];
    return reports
      .filter((report) => breach({ size, fullMembers: report.value.fullMembers }))
      .flatMap((report) => within(report, committee));
  });
}

function committeeSizes({ elections, committees }: Organization): Timeline<number | undefined> {
  const elected: Timeline<number | undefined> = elections.map(({ from, value }) => ({
    from,
    value: value.committeeSize,
  }));
  return committees.reduce((sizes, { from, value }) => withEntry(sizes, from, value.length), elected);
}

const nobody: Membership = { fullMembers: 0, probationaryMembers: 0 };

/** The days on which it had a form, each span with what was said of it; ordinary before anything was. */
export const inForm = (organization: Organization, form: OrganizationForm): readonly Span<Formed>[] =>
  formsOf(organization).filter(({ value }) => value.form === form);

/** The days on which it was no temporary branch (临时党支部). */
export const lastingDays = (organization: Organization): readonly Interval[] =>
  formsOf(organization).filter(({ value }) => value.form !== 'temporary');

const formsOf = ({ forms }: Organization): readonly Span<Formed>[] =>
  spansOf([{ from: ALWAYS, value: { form: 'ordinary' } as const }, ...forms]);
