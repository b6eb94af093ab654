// Written by `npm run catalogue -w @zhibu/contracts` from the files `*.contract.ts`; do not edit.
import { activityContract } from './activity.contract.ts';
import { calendarContract } from './calendar.contract.ts';
import { dataMatchContract } from './data-match.contract.ts';
import { editionContract } from './edition.contract.ts';
import { gradingContract } from './grading.contract.ts';
import { organizationContract } from './organization.contract.ts';
import { problemContract } from './problem.contract.ts';
import { remediationContract } from './remediation.contract.ts';
import { roundContract } from './round.contract.ts';

export * from './activity.contract.ts';
export * from './calendar.contract.ts';
export * from './data-match.contract.ts';
export * from './edition.contract.ts';
export * from './grading.contract.ts';
export * from './organization.contract.ts';
export * from './problem.contract.ts';
export * from './remediation.contract.ts';
export * from './round.contract.ts';

/** Every aggregate of the platform. */
export const aggregates = {
  activity: activityContract,
  calendar: calendarContract,
  dataMatch: dataMatchContract,
  edition: editionContract,
  grading: gradingContract,
  organization: organizationContract,
  problem: problemContract,
  remediation: remediationContract,
  round: roundContract,
};
