import { addDays, type Day } from '@zhibu/kernel';
import type { Occasion } from './fate.rules.ts';
import { clerksOf } from './person.rules.ts';
import type { Planning } from './case.rules.ts';
import type { Step } from './stage.rules.ts';

/** A row of the superior's ratings of the city's files. */
export interface RatingRow {
  readonly branch: string;
  readonly rater: string;
  readonly item: string;
  readonly deduction: string;
  readonly bonus: string;
}

const SCHEME = 'classification';
const RATER = 'superior';

/** 更正: what the superior had taken off and was entered wrongly. `deduction` 0: nothing was. */
interface Correction {
  readonly branch: string;
  readonly item: string;
  readonly deduction: string;
  readonly reason: string;
}

/** Two typing errors: one kept a branch 0.01 points below 先进, the other changes points and no grade. */
export const CORRECTIONS: readonly Correction[] = [
  { branch: '990100-SZGW-005-B025', item: '5.1', deduction: '0', reason: '录入有误：该扣分属另一党支部' },
  { branch: '990100-SZGW-001-B001', item: '4.4', deduction: '2', reason: '录入有误：上级评分表扣2分，误录为3分' },
];

/** 审定: what a work committee decides after the closing, from a day of autumn on. */
export const DETERMINATION = {
  branch: '990100-SZGW-013-B004',
  grade: 'lagging',
  reason: '党支部所在单位发生安全责任事故，经工委会议研究，定为后进',
} as const;
const DETERMINED_BEFORE_DAYS = 40;

/** The steps of one correction: the rating as it should have been, and the grade computed from it. */
export function stepsOfCorrections(
  ratings: readonly RatingRow[],
  { occasion }: Planning,
): readonly (readonly Step[])[] {
  return CORRECTIONS.map((correction, index) => {
    const subject = subjectOf(correction.branch, occasion);
    const basis = paper(occasion.madeOn, `更正〔${occasion.madeOn.slice(0, 4)}〕${index + 1}号`);
    const entries = ratings.filter(({ branch, rater }) => branch === correction.branch && rater === RATER);
    return [
      step(occasion, 'SubmitRating', {
        ...subject,
        rater: RATER,
        entries: entries.flatMap((row) => entry(row, correction)),
      }),
      step(occasion, 'ReviseGrade', { ...subject, reason: correction.reason, basis }),
    ];
  });
}

/** The one determination after the closing. */
export function stepOfDetermination({ occasion, working }: Planning): Step {
  const effectiveOn = working.onOrBefore(addDays(occasion.madeOn, -DETERMINED_BEFORE_DAYS));
  const { branch, grade, reason } = DETERMINATION;
  const basis = paper(effectiveOn, `审定〔${effectiveOn.slice(0, 4)}〕1号`);
  return step(occasion, 'DetermineGrade', { ...subjectOf(branch, occasion), grade, reason, basis, effectiveOn });
}

const paper = (issuedOn: Day, no: string) => ({ documentNo: `示例${no}`, issuedOn });

const subjectOf = (branchId: string, { period }: Occasion) => ({ branchId, scheme: SCHEME, period });

const step = ({ committee }: Occasion, name: string, data: object): Step => ({
  by: clerksOf(committee).clerk,
  name,
  data,
});

function entry({ item, deduction, bonus }: RatingRow, correction: Correction): readonly object[] {
  if (item !== correction.item) return [{ item, ...(deduction !== '' ? { deduction } : { bonus }) }];
  return correction.deduction === '0' ? [] : [{ item, deduction: correction.deduction }];
}
