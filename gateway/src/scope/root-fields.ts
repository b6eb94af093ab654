import type { RefusalCode } from '@zhibu/contracts';
import type { Query } from '../generated/schema.ts';

/** To whom a root field of the schema is answered. */
export type RootField =
  | {
      /** To whoever sees the subject that the argument names: `today`, whatever the day, or on the day of the answer. */
      readonly to: 'who-sees-today' | 'who-sees-on-the-day';
      readonly subject: string;
      /** How a subject is refused that is unknown, or that whoever asks may not see. */
      readonly refusedAs: RefusalCode;
    }
  | {
      /**
       * Rows are shown of what whoever asks may see; or there is nothing in it that not everybody may know; or it is for audit
       * administrators alone, and refused to whoever is none by a code of its own.
       */
      readonly to: 'each-his-own' | 'everybody' | 'audit-administrators';
    };

const under = (to: 'who-sees-today' | 'who-sees-on-the-day') =>
  ({ to, subject: 'under', refusedAs: 'ORGANIZATION_UNKNOWN' }) as const;
const ofBranch = { to: 'who-sees-on-the-day', subject: 'branchId', refusedAs: 'BRANCH_UNKNOWN' } as const;

/**
 * Every root field with whom it is answered to. One that is not declared here does not compile; that each keeps to it, a
 * spec shows. Source: access.md, section 3.
 */
export const rootFields = {
  organization: { to: 'who-sees-on-the-day', subject: 'id', refusedAs: 'ORGANIZATION_UNKNOWN' },
  organizations: under('who-sees-on-the-day'),
  organizationsWithFinding: under('who-sees-on-the-day'),
  branches: under('who-sees-on-the-day'),
  branch: { to: 'who-sees-on-the-day', subject: 'id', refusedAs: 'BRANCH_UNKNOWN' },
  focusList: under('who-sees-on-the-day'),
  // Its figures are the day's, the same for whoever asks, and never filtered.
  dashboard: under('who-sees-today'),
  rating: ofBranch,
  ratingHistory: ofBranch,
  ratingSpans: ofBranch,
  replay: ofBranch,
  processReplay: { to: 'who-sees-on-the-day', subject: 'id', refusedAs: 'PROCESS_UNKNOWN' },
  problem: { to: 'who-sees-on-the-day', subject: 'id', refusedAs: 'PROBLEM_UNKNOWN' },
  problems: under('who-sees-on-the-day'),
  remediation: ofBranch,
  remediations: under('who-sees-on-the-day'),
  document: { to: 'who-sees-on-the-day', subject: 'documentNo', refusedAs: 'DOCUMENT_UNKNOWN' },
  documents: under('who-sees-on-the-day'),
  dataMatches: under('who-sees-on-the-day'),
  draw: { to: 'who-sees-on-the-day', subject: 'id', refusedAs: 'DRAW_UNKNOWN' },
  draws: under('who-sees-on-the-day'),
  inspection: { to: 'who-sees-on-the-day', subject: 'id', refusedAs: 'INSPECTION_UNKNOWN' },
  inspections: under('who-sees-on-the-day'),
  plan: { to: 'who-sees-on-the-day', subject: 'bodyId', refusedAs: 'ORGANIZATION_UNKNOWN' },
  plans: under('who-sees-on-the-day'),
  designation: { to: 'who-sees-on-the-day', subject: 'organizationId', refusedAs: 'ORGANIZATION_UNKNOWN' },
  designations: under('who-sees-on-the-day'),
  revocation: { to: 'who-sees-on-the-day', subject: 'id', refusedAs: 'REVOCATION_UNKNOWN' },
  revocations: under('who-sees-on-the-day'),
  // Programmes are published to all who may apply, and no row of anybody stands in them.
  programme: { to: 'everybody' },
  round: { to: 'who-sees-on-the-day', subject: 'workCommitteeId', refusedAs: 'COMMITTEE_UNKNOWN' },
  ledTo: { to: 'who-sees-on-the-day', subject: 'eventId', refusedAs: 'EVENT_UNKNOWN' },
  duties: { to: 'each-his-own' },
  // Of whom one may not learn who he is, one learns nothing.
  person: { to: 'each-his-own' },
  people: { to: 'each-his-own' },
  me: { to: 'each-his-own' },
  may: { to: 'each-his-own' },
  // Standards are published to all whom they grade, and no row of anybody stands in them.
  edition: { to: 'everybody' },
  accesses: { to: 'audit-administrators' },
  // That a position was read says nothing of what stands there.
  shown: { to: 'everybody' },
} as const satisfies Readonly<Record<Exclude<keyof Query, '__typename'>, RootField>>;
