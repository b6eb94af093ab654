import type { DesignationEvent, ProgrammeEvent } from '@zhibu/contracts';
import type { Actor } from '@zhibu/kernel';
import type { Applicant } from '../../designation/application.decider.ts';
import type { Standing } from '../../designation/condition.rules.ts';
import type { ProgrammeState } from '../../programme/programme.state.ts';

/** Facts of a programme of committee level by the committee W, and of the branch B1 that applies. */
export const basis = { documentNo: '工委〔2023〕12号' };
export const named = { programmeId: 'P', organizationId: 'B1' };
export const subject = { ...named, level: 'committee', programmeKind: 'party-building-site' } as const;

export const actorFor = (organizationId?: string, personId = 'P-9'): Actor => ({
  personId,
  role: 'person',
  organizationId,
});
export const body = actorFor('W');

type Registered = Extract<ProgrammeEvent, { type: 'ProgrammeRegistered' }>['data'];

export const registeredProgramme = (overrides: Partial<Registered> = {}): Registered => ({
  programmeId: 'P',
  bodyId: 'W',
  level: 'committee',
  programmeKind: 'party-building-site',
  title: '基层党建示范点',
  subjects: ['branch'],
  validityYears: 3,
  noticeWorkingDays: 5,
  cycleMonths: 12,
  effectiveOn: '2023-01-10',
  ...overrides,
});

export const aProgramme = (overrides: Partial<Registered> = {}): ProgrammeState => ({
  status: 'registered',
  programme: registeredProgramme(overrides),
  approval: { approval: 'approved', documentNo: '批〔2023〕1号' },
});

export const anApplicant = (overrides: Partial<Applicant> = {}): Applicant => ({
  id: 'B1',
  kind: 'branch',
  alive: true,
  isUnderBody: true,
  ...overrides,
});

/** One that meets every condition on 10 April 2023. */
export const aStanding = (overrides: Partial<Standing> = {}): Standing => ({
  today: '2023-04-10',
  isLeading: true,
  isAppraisedLow: false,
  isUnderRemediation: false,
  overdueProblems: 0,
  lastVetoOn: null,
  sixHaves: { status: 'recorded', on: '2023-03-01', occasion: 'yearly', items: [], unmet: [] },
  ...overrides,
});

type DataOf<Type extends DesignationEvent['type']> = Extract<DesignationEvent, { type: Type }>['data'];

export const applied = (overrides: Partial<DataOf<'DesignationApplied'>> = {}): DesignationEvent => ({
  type: 'DesignationApplied',
  data: { ...subject, effectiveOn: '2023-04-10', recommendation: { documentNo: '荐〔2023〕3号' }, ...overrides },
});

export const reviewed = (
  step: DataOf<'ApplicationReviewed'>['step'],
  overrides: Partial<DataOf<'ApplicationReviewed'>> = {},
): DesignationEvent => ({
  type: 'ApplicationReviewed',
  data: { ...subject, effectiveOn: '2023-04-20', step, outcome: 'passed', ...overrides },
});

/** Applied for, and passed by all. */
export const reviewedWhole: readonly DesignationEvent[] = [
  applied(),
  reviewed('superior'),
  reviewed('party-group', { basis: { documentNo: '组〔2023〕4号' } }),
  reviewed('committee', { acceptance: { inspectionId: 'I0', passedOn: '2023-05-10' }, effectiveOn: '2023-05-12' }),
];

/** From Monday, 5 June 2023, for five working days: over on Saturday. */
export const noticed: DesignationEvent = {
  type: 'PublicNoticeStarted',
  data: { ...subject, effectiveOn: '2023-06-05', year: '2023', from: '2023-06-05', to: '2023-06-10', workingDays: 5 },
};

export const designated = (overrides: Partial<DataOf<'BranchDesignated'>> = {}): DesignationEvent => ({
  type: 'BranchDesignated',
  data: { ...subject, effectiveOn: '2023-07-01', basis, year: '2023', until: '2026-07-01', ...overrides },
});

export const prior = (overrides: Partial<DataOf<'PriorDesignationRecorded'>> = {}): DesignationEvent => ({
  type: 'PriorDesignationRecorded',
  data: { ...subject, effectiveOn: '2021-07-01', basis, source: 'register.csv', ...overrides },
});

/** A branch that is designated by this programme. */
export const inForce: readonly DesignationEvent[] = [...reviewedWhole, noticed, designated()];
