import { describe, expect, it } from '@jest/globals';
import { inspectionContract } from '@zhibu/contracts';
import { fault, type FaultCode } from '../fault.ts';

/** How a refusal of what an import sends of inspections is foreseen, by a fault at the row; or why it is not. */
const foreseen: Readonly<Record<string, FaultCode | { readonly because: string }>> = {
  NOT_A_PARTY_ORGANIZATION: 'visit-not-party',
  NOT_AN_INSPECTING_BODY: 'visit-body-elsewhere',
  NOT_BEFORE_FIRST_VISIT: 'visit-not-prior',
  NOT_LIVING_THEN: 'visit-after-dissolution',
  PRIOR_OUTCOME_WRONG: 'outcome-too-good',
  PRIOR_INSPECTION_RECORDED: 'visit-recorded-here',
  PRIOR_INSPECTION_DIFFERS: { because: 'what is told otherwise is recorded under another id' },
  PRIOR_INSPECTION_OF_ANOTHER_BODY: { because: 'an import names the body whose paper it is' },
  INSPECTION_KNOWN: { because: 'the id follows from the visit, and no schedule has such a one' },
  INSPECTION_CANCELLED: { because: 'what was taken back comes again under another id' },
  INSPECTION_PRIOR: { because: 'an import takes back only as recorded in error' },
  INSPECTION_NOT_PRIOR: { because: 'only what was taken in from before the platform is taken back' },
  INSPECTION_UNKNOWN: { because: 'only what the platform has shown is taken back' },
  INSPECTION_OF_ANOTHER_BODY: { because: 'an import takes back by the paper of the body' },
};

/** What only schedules, findings, conclusions and notices are refused for, which no import sends. */
const ofOtherCommands = `
  VISIT_DAY_OUT_OF_BOUNDS INSPECTION_TEAM_WRONG TEAM_OF_THE_UNIT TEAM_RATED_THE_BRANCH INSPECTION_GROUND_MISSING
  NOT_IN_THE_PLAN OUTSIDE_THE_PLAN_ITEM NOT_DRAWN_TO_VISIT REVIEWED_DESIGNATIONS_MISSING BUDGET_COMPREHENSIVE_USED
  BUDGET_SPECIAL_USED NOT_ON_THE_TEAM FINDING_DIFFERS FINDING_UNKNOWN FINDING_WITHDRAWN DESIGNATION_NOT_REVIEWED
  TOO_MANY_FINDINGS FOUND_BEFORE_SCHEDULED SPOT_CHECK_DIFFERS SPOT_CHECK_WRONG INSPECTION_CONCLUDED
  INSPECTION_NOT_CONCLUDED INSPECTION_NOT_OVERTAKEN VISITED_BEFORE_SCHEDULED VISITED_BEFORE_FINDING CONCLUDED_LATE
  NOTICE_NOT_CALLED_FOR NOTICE_KNOWN NOTICE_NOT_ISSUED NOTICE_DUE_OUT_OF_BOUNDS NOTICE_NOT_ACKNOWLEDGED NOTICE_ANSWERED`
  .trim()
  .split(/\s+/);

describe('every refusal of an inspection', () => {
  it('of what an import sends is foreseen by a fault, or it is said why not', () => {
    const own = Object.keys(inspectionContract.refusals);
    expect([...Object.keys(foreseen), ...ofOtherCommands].toSorted()).toEqual(own.toSorted());
  });

  it.each(Object.entries(foreseen))('%s', (_, by) => {
    if (typeof by === 'string') expect(fault(by, { file: 'x.csv' }).zh).not.toBe('');
    else expect(by.because).toMatch(/^[a-z].{20,}$/);
  });
});
