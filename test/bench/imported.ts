import { activityStream, gradingStream, organizationStream } from '@zhibu/contracts';
import { BASIS, decided, edition, EDITION, factsOf, HASH, PROVINCE, registration, type StreamFacts } from './facts.ts';

const BRANCHES_A_UNIT = 14;
const KINDS = ['party-day', 'members-meeting', 'party-lecture', 'committee-meeting'];
const GRADES = ['advanced', 'general', 'general', 'lagging'] as const;
const COMMITTEE = `${PROVINCE}01-SZGW`;
/** 5 about the branch, 31 activities, 8 inputs, the grade, 2 grades of before. */
export const EVENTS_A_BRANCH = 47;

/** What a city's import records, branch by branch, in the natural mix; each entry goes into one service's log. */
export function* importedCity(
  branches: number,
): Generator<StreamFacts & { readonly service: 'organization' | 'assessment' }> {
  yield register(PROVINCE, 'province');
  yield register(`${PROVINCE}01`, 'city', PROVINCE);
  yield register(COMMITTEE, 'work-committee', `${PROVINCE}01`);
  yield { service: 'assessment', ...edition() };
  for (let index = 0; index < branches; index += 1) {
    const unit = `${COMMITTEE}-${String(Math.floor(index / BRANCHES_A_UNIT)).padStart(5, '0')}`;
    if (index % BRANCHES_A_UNIT === 0) {
      yield register(unit, 'unit', COMMITTEE);
      yield register(`${unit}-JW`, 'organ-committee', unit);
    }
    yield* ofBranch(`${unit}-B${String(index % BRANCHES_A_UNIT).padStart(3, '0')}`, unit, index);
  }
}

function register(id: string, kind: string, parentId?: string) {
  return {
    service: 'organization' as const,
    ...factsOf(organizationStream(id), [registration({ id, kind, ...(parentId ? { parentId } : {}) })]),
  };
}

function* ofBranch(id: string, unit: string, index: number) {
  const month = String((index % 12) + 1).padStart(2, '0');
  const stated = (type: string, data: object) => ({
    type,
    data: { organizationId: id, effectiveOn: `2022-${month}-01`, findings: [], ...data },
  });
  yield {
    service: 'organization' as const,
    ...factsOf(organizationStream(id), [
      registration({ id, kind: 'branch', parentId: `${unit}-JW`, openedOn: `${1990 + (index % 30)}-${month}-11` }),
      stated('MembershipReported', { fullMembers: 12, probationaryMembers: 1 }),
      stated('ElectionHeld', { termYears: 3, committeeSize: 5 }),
      stated('SecretaryConfirmed', { personId: `P-${index}` }),
      stated('ProfileSet', { feature: '党建引领', brand: '先锋' }),
    ]),
  };
  const activities = Array.from({ length: 31 }, (_, n) => ({
    type: 'ActivityRecorded',
    data: {
      branchId: id,
      externalId: `ZHDJ-2022-${index}-${n}`,
      kind: KINDS[n % KINDS.length],
      heldOn: `2022-${String((n % 12) + 1).padStart(2, '0')}-10`,
      attendance: 9,
    },
  }));
  yield { service: 'organization' as const, ...factsOf(activityStream(id, '2022'), activities) };
  yield* ratedBranch(id, index);
}

function* ratedBranch(id: string, index: number) {
  for (const scheme of ['classification', 'appraisal']) {
    const prior = {
      branchId: id,
      scheme,
      period: '2021',
      grade: GRADES[index % 3],
      effectiveOn: '2021-12-31',
      basis: BASIS,
      source: 'register.csv',
    };
    yield {
      service: 'assessment' as const,
      ...factsOf(gradingStream(id, scheme, '2021'), [{ type: 'PriorGradeRecorded', data: prior }]),
    };
  }
  const graded = { type: 'BranchGraded', data: decided(id, '2022', GRADES[index % 4] ?? 'general') };
  yield {
    service: 'assessment' as const,
    ...factsOf(gradingStream(id, 'classification', '2022'), [...inputsOf(id), graded]),
  };
}

/** What the grade of a branch rests on: the opening, four ratings, a poll, a data match and a veto withdrawn. */
function inputsOf(branchId: string) {
  const subject = { branchId, scheme: 'classification', period: '2022' };
  const round = { workCommitteeId: '990100-SZGW', roundId: '990100-SZGW:classification:2022' };
  const field = (name: string) => ({ field: name, reported: '17', system: '17' });
  const fields = ['fullMembers', 'cells', 'committee', 'activities', 'lectures', 'systems'].map(field);
  return [
    { type: 'GradingOpened', data: { ...subject, ...round, editionId: EDITION, editionHash: HASH } },
    ...['self', 'superior', 'peers', 'committee'].map((rater) => ({
      type: 'RatingSubmitted',
      data: { ...subject, rater, entries: [{ item: '1.1', deduction: '2', note: '未落实' }] },
    })),
    { type: 'PollRecorded', data: { ...subject, ballots: 20, answers: { satisfied: 18, dissatisfied: 2 } } },
    { type: 'DataMatchRecorded', data: { ...subject, source: '智慧党建', fields, mismatches: [] } },
    { type: 'VetoWithdrawn', data: { ...subject, veto: 'discipline', reason: '已核实' } },
  ];
}
