import {
  type DatedFinding,
  type FindingCode,
  type FindingWeight,
  findingWords,
  type OrganizationKind,
  type Wording,
} from '@zhibu/contracts';
import { addDays, addMonths, type Day } from '@zhibu/kernel';
import type { Organization } from './organization.state.ts';
import { committeesWith, extendedTerms, membershipDays } from './term.ts';
import { type Interval, merged, spansOf, within } from './timeline.ts';

/** 任期: how many years a term lasts where the election does not say; other kinds have no term of their own here. */
export const regularTermYears: Readonly<Partial<Record<OrganizationKind, number>>> = {
  branch: 3,
  'general-branch': 3,
  'organ-committee': 5,
};

/** A clause of the regulations, and the days on which an organization is in breach of it. */
export interface FindingRule {
  readonly code: FindingCode;
  readonly clause: string;
  readonly weight: FindingWeight;
  readonly says: Wording;
  readonly intervals: (organization: Organization) => readonly Interval[];
}

const rule = (code: FindingCode, intervals: FindingRule['intervals']): FindingRule => ({
  code,
  ...findingWords[code],
  intervals,
});

/** 支部条例: a branch has at least 3 full members; probationary ones do not count. */
export const tooFewMembers = rule('too-few-members', (organization) =>
  membershipDays(organization, ({ fullMembers }) => fullMembers < 3),
);

/** 支部条例: a branch normally has at most 50 members, probationary ones included. */
export const tooManyMembers = rule('too-many-members', (organization) =>
  membershipDays(organization, ({ fullMembers, probationaryMembers }) => fullMembers + probationaryMembers > 50),
);

/** 支部条例: a branch with 7 or more full members has a committee. */
export const committeeMissing = rule('committee-missing', (organization) =>
  committeesWith(organization, ({ size, fullMembers }) => size === 0 && fullMembers >= 7),
);

/**
 * 支部条例: that committee has 3 to 5 members, at most 7. So 6 and 7 pass; above 7 is too many in any branch; 1 or 2 are
 * too few only where a committee is due, for a small branch has a secretary and perhaps a deputy instead.
 */
export const committeeSize = rule('committee-size', (organization) =>
  committeesWith(organization, ({ size, fullMembers }) => size > 7 || (size > 0 && size < 3 && fullMembers >= 7)),
);

/** 任期: the term is over from the anniversary of the election on, or from the end of its extension. */
export const termOver = rule('term-over', (organization) =>
  extendedTerms(organization).flatMap((term) => within({ from: term.end }, term)),
);

/** 换届: due from 6 months before the end of the term (the same day of the month, or its last) until it is over. */
export const electionDue = rule('election-due', (organization) =>
  extendedTerms(organization).flatMap((term) => within({ from: addMonths(term.end, -6), to: term.end }, term)),
);

/** 延期: an extension reaches at most one year beyond the anniversary. */
export const extensionTooLong = rule('extension-too-long', (organization) =>
  extendedTerms(organization).filter((term) => term.end > addMonths(term.anniversary, 12)),
);

/** 书记空缺: vacant for more than 3 months, counted from the day the vacancy was first known. */
export const secretaryVacant = rule('secretary-vacant', (organization) =>
  merged(spansOf(organization.secretaries).filter((span) => span.value === null)).flatMap((vacancy) =>
    within({ from: addDays(addMonths(vacancy.from, 3), 1) }, vacancy),
  ),
);

export const findingRules: readonly FindingRule[] = [
  tooFewMembers,
  tooManyMembers,
  committeeMissing,
  committeeSize,
  termOver,
  electionDue,
  extensionTooLong,
  secretaryVacant,
];

/** Every finding of an organization's own stream with its days, none before it opened or after it was dissolved. */
export function findingsOf(organization: Organization, dissolvedOn?: Day): readonly DatedFinding[] {
  const life: Interval = {
    from: organization.registration.openedOn,
    ...(dissolvedOn === undefined ? {} : { to: dissolvedOn }),
  };
  return findingRules.flatMap(({ code, intervals }) =>
    merged(intervals(organization).flatMap((interval) => within(interval, life))).map(({ from, to }) => ({
      code,
      from,
      ...(to === undefined ? {} : { to }),
    })),
  );
}
