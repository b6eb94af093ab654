// Written by `npm run catalogue -w @zhibu/contracts` from the files `*.contract.ts`; do not edit.
import { accessContract } from './access.contract.ts';
import { activityContract } from './activity.contract.ts';
import { batchContract } from './batch.contract.ts';
import { calendarContract } from './calendar.contract.ts';
import { dataMatchContract } from './data-match.contract.ts';
import { designationContract } from './designation.contract.ts';
import { documentContract } from './document.contract.ts';
import { drawContract } from './draw.contract.ts';
import { dutyContract } from './duty.contract.ts';
import { editionContract } from './edition.contract.ts';
import { evidenceContract } from './evidence.contract.ts';
import { gradingContract } from './grading.contract.ts';
import { inspectionContract } from './inspection.contract.ts';
import { organizationContract } from './organization.contract.ts';
import { planContract } from './plan.contract.ts';
import { problemContract } from './problem.contract.ts';
import { programmeContract } from './programme.contract.ts';
import { remediationContract } from './remediation.contract.ts';
import { revocationContract } from './revocation.contract.ts';
import { roundContract } from './round.contract.ts';
import { sixHavesContract } from './six-haves.contract.ts';

export * from './access.contract.ts';
export * from './activity.contract.ts';
export * from './batch.contract.ts';
export * from './calendar.contract.ts';
export * from './data-match.contract.ts';
export * from './designation.contract.ts';
export * from './document.contract.ts';
export * from './draw.contract.ts';
export * from './duty.contract.ts';
export * from './edition.contract.ts';
export * from './evidence.contract.ts';
export * from './grading.contract.ts';
export * from './inspection.contract.ts';
export * from './organization.contract.ts';
export * from './plan.contract.ts';
export * from './problem.contract.ts';
export * from './programme.contract.ts';
export * from './remediation.contract.ts';
export * from './revocation.contract.ts';
export * from './round.contract.ts';
export * from './six-haves.contract.ts';

/** Every aggregate of the platform. */
export const aggregates = {
  access: accessContract,
  activity: activityContract,
  batch: batchContract,
  calendar: calendarContract,
  dataMatch: dataMatchContract,
  designation: designationContract,
  document: documentContract,
  draw: drawContract,
  duty: dutyContract,
  edition: editionContract,
  evidence: evidenceContract,
  grading: gradingContract,
  inspection: inspectionContract,
  organization: organizationContract,
  plan: planContract,
  problem: problemContract,
  programme: programmeContract,
  remediation: remediationContract,
  revocation: revocationContract,
  round: roundContract,
  sixHaves: sixHavesContract,
};
