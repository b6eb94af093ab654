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

describe('every refusal of an inspection', () => {
  const own = Object.keys(inspectionContract.refusals);

  it.each(Object.entries(foreseen))('%s', (code, by) => {
    expect(own).toContain(code);
    if (typeof by === 'string') expect(fault(by, { file: 'x.csv' }).zh).not.toBe('');
    else expect(by.because).toMatch(/^[a-z].{20,}$/);
  });

  it('that is not listed is of what no import sends', () => {
    const ofOthers = own.filter((code) => !Object.hasOwn(foreseen, code));
    expect(ofOthers.filter((code) => /PRIOR|THEN/.test(code))).toEqual([]);
  });
});
