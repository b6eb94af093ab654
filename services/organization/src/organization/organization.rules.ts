import {
  type CommitteePost,
  committeePosts,
  type DatedFinding,
  type FindingCode,
  findingWords,
  type FindingWords,
} from '@zhibu/contracts';
import { addDays, addMonths, type Day } from '@zhibu/kernel';
import type { Organization, Post } from './organization.state.ts';
import { committeesWith, extendedTerms, inForm, lastingDays, membershipDays } from './term.ts';
import { type Interval, merged, saidFor, spansOf, within } from './timeline.ts';

/** A clause of the regulations, and the days on which an organization is in breach of it. */
export interface FindingRule extends FindingWords {
  readonly code: FindingCode;
  readonly intervals: (organization: Organization) => readonly Interval[];
}

const rule = (code: FindingCode, intervals: FindingRule['intervals']): FindingRule => ({
  code,
  ...findingWords[code],
  intervals,
});

/** A temporary branch counts in no membership, holds no election and is graded by nobody: such a rule is not for its days. */
const lastingRule = (code: FindingCode, intervals: FindingRule['intervals']): FindingRule =>
  rule(code, (organization) =>
    lastingDays(organization).flatMap((days) => intervals(organization).flatMap((one) => within(one, days))),
  );

/** 支部条例: a branch has at least 3 full members; probationary ones do not count. */
export const tooFewMembers = lastingRule('too-few-members', (organization) =>
  membershipDays(organization, ({ fullMembers }) => fullMembers < 3),
);

/** 支部条例: a branch normally has at most 50 members, probationary ones included. */
export const tooManyMembers = lastingRule('too-many-members', (organization) =>
  membershipDays(organization, ({ fullMembers, probationaryMembers }) => fullMembers + probationaryMembers > 50),
);

/** 支部条例: a branch with 7 or more full members has a committee. */
export const committeeMissing = lastingRule('committee-missing', (organization) =>
  committeesWith(organization, ({ size, fullMembers }) => size === 0 && fullMembers >= 7),
);

/**
 * 支部条例: that committee has 3 to 5 members, at most 7. So 6 and 7 pass; above 7 is too many in any branch; 1 or 2 are
 * too few only where a committee is due, for a small branch has a secretary and perhaps a deputy instead.
 */
export const committeeSize = lastingRule('committee-size', (organization) =>
  committeesWith(organization, ({ size, fullMembers }) => size > 7 || (size > 0 && size < 3 && fullMembers >= 7)),
);

/** 任期: the term is over from the anniversary of the election on, or from the end of its extension. */
export const termOver = lastingRule('term-over', (organization) =>
  extendedTerms(organization).flatMap((term) => within({ from: term.end }, term)),
);

/** 换届: due from 6 months before the end of the term (the same day of the month, or its last) until it is over. */
export const electionDue = lastingRule('election-due', (organization) =>
  extendedTerms(organization).flatMap((term) => within({ from: addMonths(term.end, -6), to: term.end }, term)),
);

/** 延期: an extension reaches at most one year beyond the anniversary. */
export const extensionTooLong = lastingRule('extension-too-long', (organization) =>
  extendedTerms(organization).filter((term) => term.end > addMonths(term.anniversary, 12)),
);

/** 书记空缺: vacant for more than 3 months, counted from the day the vacancy was first known. */
export const secretaryVacant = rule('secretary-vacant', (organization) =>
  merged(spansOf(organization.secretaries).filter((span) => span.value === null)).flatMap((vacancy) =>
    within({ from: addDays(addMonths(vacancy.from, 3), 1) }, vacancy),
  ),
);

/** 选举结果: of an election held since the platform is used, confirmed within 30 days. */
export const resultUnconfirmed = lastingRule('result-unconfirmed', ({ elections, confirmations }) =>
  spansOf(elections)
    .filter(({ value }) => !value.prior)
    .flatMap((election) => {
      const confirmedOn = saidFor(confirmations, election.from);
      const late = { from: addDays(election.from, CONFIRMED_WITHIN_DAYS + 1) };
      return within({ ...late, ...(confirmedOn === undefined ? {} : { to: confirmedOn }) }, election);
    }),
);
const CONFIRMED_WITHIN_DAYS = 30;

/** 委员职务: vacant for more than 3 months; the secretary's has a finding of its own. */
export const postVacant = rule('post-vacant', ({ committees }) =>
  committeePosts
    .filter((post) => post !== 'secretary')
    .flatMap((post) =>
      merged(spansOf(committees).filter((span) => isVacant(span.value, post))).flatMap((vacancy) =>
        within({ from: addDays(addMonths(vacancy.from, 3), 1) }, vacancy),
      ),
    ),
);

const isVacant = (posts: readonly Post[], post: CommitteePost): boolean =>
  posts.some((one) => one.post === post && one.personId === undefined);

/** 领域: a branch without one is graded by nobody. */
export const sectorMissing = lastingRule('sector-missing', ({ registration, sectors }) =>
  registration.kind === 'branch' ? spansOf(sectors).filter(({ value }) => value === undefined) : [],
);

/** 支部条例: a joint branch covers at most 5 units, normally. */
export const jointTooWide = rule('joint-too-wide', (organization) =>
  inForm(organization, 'joint').flatMap((joint) =>
    spansOf(organization.jointUnits)
      .filter(({ value }) => value.length > 5)
      .flatMap((units) => within(units, joint)),
  ),
);

/** 支部条例: units with fewer than 3 full members of their own join; one that has 3 has its own branch. */
export const jointWithoutCause = rule('joint-without-cause', (organization) =>
  inForm(organization, 'joint').flatMap((joint) =>
    spansOf(organization.memberships)
      .filter(({ value }) => value.units?.some(({ fullMembers }) => fullMembers >= 3))
      .flatMap((report) => within(report, joint)),
  ),
);

/** 支部条例: a temporary branch ends with what it was set up for. */
export const temporaryOverdue = rule('temporary-overdue', (organization) =>
  inForm(organization, 'temporary').flatMap((temporary) => {
    const { expectedEnd } = temporary.value;
    return expectedEnd === undefined ? [] : within({ from: addDays(expectedEnd, 1) }, temporary);
  }),
);

/** 支部条例: what lasts for 6 months has an ordinary branch. */
export const shouldBeOrdinary = rule('should-be-ordinary', (organization) =>
  merged(inForm(organization, 'temporary').map(({ value: _value, ...days }) => days)).flatMap((days) =>
    within({ from: addMonths(days.from, 6) }, days),
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
  resultUnconfirmed,
  secretaryVacant,
  postVacant,
  sectorMissing,
  jointTooWide,
  jointWithoutCause,
  temporaryOverdue,
  shouldBeOrdinary,
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
