import { appealDecision } from './appeal-decision.document.ts';
import { revocationDecision } from './revocation-decision.document.ts';
import { revocationNotice } from './revocation-notice.document.ts';
import { reinspectionTable } from './reinspection-table.document.ts';
import { rectificationNotice } from './rectification-notice.document.ts';
import { supervisionReport } from './supervision-report.document.ts';
import { inspectionChecklist } from './inspection-checklist.document.ts';
import { drawResult } from './draw-result.document.ts';
import { drawAnnouncement } from './draw-announcement.document.ts';
import { designationDecision } from './designation-decision.document.ts';
import { designationNotice } from './designation-notice.document.ts';
import { applicationForm } from './application-form.document.ts';
import { dataComparison } from './data-comparison.document.ts';
import type { Document } from './document.ts';
import { electionReminder } from './election-reminder.document.ts';
import { escalationLetter } from './escalation-letter.document.ts';
import { gradingNotice } from './grading-notice.document.ts';
import { gradingResults } from './grading-results.document.ts';
import { noticeList } from './notice-list.document.ts';
import { problemList } from './problem-list.document.ts';
import { rectificationList } from './rectification-list.document.ts';
import { remediationLedger } from './remediation-ledger.document.ts';
import { responsibilityList } from './responsibility-list.document.ts';
import { scoreSheet } from './score-sheet.document.ts';
import { unitSummary } from './unit-summary.document.ts';

/** Every document, in the order of a year. Source: domain.md, section 9. */
export const documents: readonly Document[] = [
  gradingNotice,
  scoreSheet,
  unitSummary,
  noticeList,
  gradingResults,
  problemList,
  rectificationList,
  responsibilityList,
  escalationLetter,
  remediationLedger,
  electionReminder,
  dataComparison,
  applicationForm,
  designationNotice,
  designationDecision,
  drawAnnouncement,
  drawResult,
  inspectionChecklist,
  supervisionReport,
  rectificationNotice,
  reinspectionTable,
  revocationNotice,
  revocationDecision,
  appealDecision,
];
