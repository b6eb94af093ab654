import { describe, expect, it } from '@jest/globals';
import { designationContract, programmeContract, sharedRefusals, sixHavesContract } from '@zhibu/contracts';
import { fault, type FaultCode } from '../fault.ts';

/** How a refusal of what an import sends of designations and of the six haves is foreseen, by a fault at the row; or why it is not. */
const foreseen: Readonly<Record<string, FaultCode | { readonly because: string }>> = {
  NOT_PRIOR: 'designation-not-prior',
  NOT_A_SUBJECT: 'designation-not-subject',
  PRIOR_DESIGNATION_RECORDED: 'designation-decided',
  SIX_HAVES_INCOMPLETE: 'six-haves-incomplete',
  INSTEAD_MISSING: 'instead-missing',
  NOT_UNDER_BODY: { because: 'the body is found by going up from whoever is designated' },
  PRIOR_OF_ANOTHER_BODY: { because: 'an import names the body whose designation it is' },
  BODY_OF_OTHER_LEVEL: { because: 'the body is looked for by the kind that its level asks for' },
  PROGRAMME_OTHER_BODY: { because: 'the programme is looked for among those of the body' },
  PROGRAMME_REGISTERED: { because: 'only where another sender came between what was asked and what is sent' },
  PROGRAMME_UNKNOWN: { because: 'only where its registration was refused, and then no designation is sent' },
};

/** What only applications, batches, notices and what becomes of a designation are refused for, which no import sends. */
const ofOtherCommands = `
  MAY_NOT_APPLY OUTSIDE_WINDOW ALREADY_DESIGNATED REVOKED_WITHIN_YEAR APPLICATION_OPEN APPLICATION_MISSING
  REVIEW_OUT_OF_ORDER REVIEW_BASIS_MISSING RETURN_INCOMPLETE ACCEPTANCE_OUT_OF_PLACE ACCEPTANCE_NOT_PASSED REVIEWED_BY_APPLICANT
  NOT_IN_BATCH BATCH_BEFORE_APPLICATION NOTICE_DATED_BACK DESIGNATION_NOTICE_MISSING DESIGNATION_NOTICE_NOT_OVER
  DESIGNATION_OBJECTION_OPEN DESIGNATION_OBJECTION_UPHELD DESIGNATION_OBJECTION_EXISTS
  DESIGNATION_OBJECTION_OUT_OF_TIME DESIGNATION_OBJECTION_UNKNOWN DESIGNATION_OBJECTION_OWN
  DESIGNATION_OBJECTION_RESOLVED NOT_DESIGNATED PROBLEMS_MISSING REINSPECTION_BY_INSPECTION REINSPECTION_BASIS_MISSING GRACE_USED
  REINSPECTION_FAILED REINSPECTION_NOT_FAILED RENEWAL_TOO_EARLY RENEWAL_WITHOUT_REINSPECTION EXPIRY_NOT_DUE
  NOTHING_TO_RESTORE NO_SUCCESSION SUCCESSION_CONFIRMED SUCCESSION_UNSETTLED NO_PLAQUE_DUE`
  .trim()
  .split(/\s+/);

describe('every refusal of a programme, a designation or a check of the six haves', () => {
  it('of what an import sends is foreseen by a fault, or it is said why not', () => {
    const own = [programmeContract, designationContract, sixHavesContract].flatMap(({ refusals }) =>
      Object.keys(refusals),
    );
    expect([...Object.keys(foreseen), ...ofOtherCommands].toSorted()).toEqual(own.toSorted());
    expect(own.filter((code) => code in sharedRefusals)).toEqual([]);
  });

  it.each(Object.entries(foreseen))('%s', (_, by) => {
    if (typeof by === 'string') expect(fault(by, { file: 'x.csv' }).zh).not.toBe('');
    else expect(by.because).toMatch(/^[a-z].{20,}$/);
  });
});
