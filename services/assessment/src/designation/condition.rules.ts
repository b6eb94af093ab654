import { type ConditionCode, conditionWords, type Wording } from '@zhibu/contracts';
import { addMonths, type Day } from '@zhibu/kernel';
import type { SixHavesState } from '../six-haves/six-haves.state.ts';

/** 24个月内有一票否决情形的不得申报. */
const VETO_MONTHS = 24;
/** 六有: what was checked longer ago is stale. */
const SIX_HAVES_MONTHS = 12;

/** What is known of who applies, on the day. */
export interface Standing {
  readonly today: Day;
  /** Whether a confirmed grade of leading standing is in force. */
  readonly isLeading: boolean;
  /** 年度考核 below 较好. */
  readonly isAppraisedLow: boolean;
  readonly isUnderRemediation: boolean;
  readonly overdueProblems: number;
  /** The day of the last veto that was not withdrawn; null: none. */
  readonly lastVetoOn: Day | null;
  /** Of a branch, as checked last; null: it is another organization, which has none. */
  readonly sixHaves: SixHavesState | null;
}

interface Condition {
  readonly code: ConditionCode;
  /** Whether it is met. */
  readonly holds: (standing: Standing) => boolean;
}

const checked = ({ sixHaves }: Standing) => (sixHaves?.status === 'recorded' ? sixHaves : null);

/** Who may apply, each with its clause in domain.md, section 4, designation. */
const CONDITIONS: readonly Condition[] = [
  { code: 'grade-not-leading', holds: ({ isLeading }) => isLeading },
  { code: 'remediation-open', holds: ({ isUnderRemediation }) => !isUnderRemediation },
  { code: 'problem-overdue', holds: ({ overdueProblems }) => overdueProblems === 0 },
  {
    code: 'veto-recent',
    holds: ({ lastVetoOn, today }) => lastVetoOn === null || addMonths(lastVetoOn, VETO_MONTHS) <= today,
  },
  { code: 'appraisal-low', holds: ({ isAppraisedLow }) => !isAppraisedLow },
  { code: 'six-haves-unchecked', holds: ({ sixHaves }) => sixHaves?.status !== 'none' },
  {
    code: 'six-haves-stale',
    holds: (standing) => {
      const found = checked(standing);
      return found === null || addMonths(found.on, SIX_HAVES_MONTHS) >= standing.today;
    },
  },
  // 硬件设施有条件的整体建设到位，不够完善的功能服务到位.
  { code: 'six-haves-unmet', holds: (standing) => (checked(standing)?.unmet.length ?? 0) === 0 },
];

/** What is lacking, in the order of the conditions. */
export const unmetConditions = (standing: Standing): readonly ConditionCode[] =>
  CONDITIONS.filter(({ holds }) => !holds(standing)).map(({ code }) => code);

/** What is lacking, each once, as a refusal tells it. */
export const conditionErrors = (codes: readonly ConditionCode[]): { field: string; problem: Wording }[] =>
  [...new Set(codes)].map((code) => ({ field: '', problem: conditionWords[code] }));
