import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { designationRefusals } from './designation-refusal.words.ts';
import {
  application,
  designated,
  designationFact as fact,
  designationObjection,
  designationObjectionAsked,
  expiry,
  objectionResolution,
  priorDesignation,
  publicNotice,
  reinspectionAsked,
  reinspectionConditional,
  reinspectionFailed,
  reinspectionPassed,
  rejection,
  restoration,
  review,
  reviewAsked,
  revocation,
  succession,
  waiver,
} from './designation.shapes.ts';
import type { Right } from './rights.ts';
import { basis, day, period, text } from './schema.ts';
import { designationStream } from './streams.ts';

/** An act may be announced: `effectiveOn` absent, today. */
const act = { effectiveOn: day.optional() };
/** A command about the organization that is, or is to be, designated. */
const asked = <const Needed extends Right, Shape extends z.ZodRawShape>(right: Needed, shape: Shape) => ({
  right,
  about: 'organizationId' as const,
  shape: z.strictObject({ ...designated, ...shape }),
});

export const designationContract = aggregate(
  {
    service: 'assessment',
    aggregate: 'designation',
    streamName: 'designation-<programmeId>:<organizationId>',
    statuses: {
      applied: { zh: '已申报', en: 'applied' },
      withdrawn: { zh: '已撤回申报', en: 'application withdrawn' },
      rejected: { zh: '未通过', en: 'application rejected' },
      noticed: { zh: '公示中', en: 'under public notice' },
      designated: { zh: '已命名', en: 'designated' },
      conditional: { zh: '限期整改', en: 'designated, on grace' },
      failed: { zh: '复核不合格', en: 'designated, reinspection failed' },
      revoked: { zh: '已取消命名', en: 'revoked' },
      expired: { zh: '命名已终止', en: 'expired' },
    },
    events: {
      /** `effectiveOn`: since when. */
      PriorDesignationRecorded: {
        words: { zh: '登记以往命名', en: 'designation from before the platform recorded' },
        leadsTo: 'designated',
        shape: z.strictObject({ ...fact, ...priorDesignation }),
      },
      DesignationApplied: {
        words: { zh: '申报', en: 'applied for designation' },
        leadsTo: 'applied',
        shape: z.strictObject({ ...fact, ...application }),
      },
      ApplicationWithdrawn: {
        words: { zh: '撤回申报', en: 'application withdrawn' },
        leadsTo: 'withdrawn',
        shape: z.strictObject({ ...fact, reason: text(2000).optional() }),
      },
      ApplicationReviewed: {
        words: { zh: '审核申报', en: 'application reviewed' },
        shape: z.strictObject({ ...fact, ...review }),
      },
      ApplicationRejected: {
        words: { zh: '申报未通过', en: 'application rejected' },
        leadsTo: 'rejected',
        shape: z.strictObject({ ...fact, ...rejection }),
      },
      PublicNoticeStarted: {
        words: { zh: '开始公示', en: 'public notice started' },
        leadsTo: 'noticed',
        shape: z.strictObject({ ...fact, ...publicNotice }),
      },
      ObjectionRaised: {
        words: { zh: '对公示提出异议', en: 'objection to the notice raised' },
        shape: z.strictObject({ ...fact, ...designationObjection }),
      },
      ObjectionResolved: {
        words: { zh: '异议办结', en: 'objection resolved' },
        shape: z.strictObject({ ...fact, ...objectionResolution }),
      },
      BranchDesignated: {
        words: { zh: '命名', en: 'designated' },
        leadsTo: 'designated',
        shape: z.strictObject({ ...fact, basis, year: period, until: day }),
      },
      ReinspectionPassed: {
        words: { zh: '复核合格', en: 'reinspection passed' },
        leadsTo: 'designated',
        shape: z.strictObject({ ...fact, ...reinspectionPassed }),
      },
      ReinspectionConditional: {
        words: { zh: '复核后限期整改', en: 'reinspection passed on conditions' },
        leadsTo: 'conditional',
        shape: z.strictObject({ ...fact, ...reinspectionConditional }),
      },
      ReinspectionFailed: {
        words: { zh: '复核不合格', en: 'reinspection failed' },
        leadsTo: 'failed',
        shape: z.strictObject({ ...fact, ...reinspectionFailed }),
      },
      RevocationWaived: {
        words: { zh: '说明不取消命名的理由', en: 'no revocation is proposed' },
        leadsTo: 'designated',
        shape: z.strictObject({ ...fact, ...waiver }),
      },
      DesignationRevoked: {
        words: { zh: '取消命名', en: 'designation revoked' },
        leadsTo: 'revoked',
        shape: z.strictObject({ ...fact, ...revocation, plaqueDueOn: day }),
      },
      DesignationRestored: {
        words: { zh: '恢复命名', en: 'designation restored' },
        leadsTo: 'designated',
        shape: z.strictObject({ ...fact, ...restoration }),
      },
      DesignationRenewed: {
        words: { zh: '延续命名', en: 'designation renewed' },
        leadsTo: 'designated',
        shape: z.strictObject({ ...fact, basis, until: day }),
      },
      DesignationExpired: {
        words: { zh: '命名终止', en: 'designation expired' },
        leadsTo: 'expired',
        shape: z.strictObject({ ...fact, ...expiry }),
      },
      /** On the successor's stream. */
      DesignationPassed: {
        words: { zh: '承接命名', en: 'designation passed to the successor' },
        leadsTo: 'designated',
        shape: z.strictObject({ ...fact, ...succession, since: day, until: day.optional() }),
      },
      PlaqueReturned: { words: { zh: '交回牌匾', en: 'plaque returned' }, shape: z.strictObject(fact) },
    },
    commands: {
      /** `since`: a fact; nothing answers it but the reinspection that is due. */
      RecordPriorDesignation: asked('record-facts', { ...priorDesignation, since: day }),
      /** A returned one is sent again, put in order. */
      ApplyForDesignation: asked('apply', application),
      WithdrawApplication: asked('apply', { reason: text(2000).optional() }),
      /** `inspectionId`: of the committee's review, the acceptance inspection that was passed. */
      ReviewApplication: asked('review-application', reviewAsked),
      RejectApplication: asked('review-application', rejection),
      /** `year`: of the batch; `from` absent: today. */
      StartPublicNotice: asked('designate', { year: period, from: day.optional(), basis: basis.optional() }),
      RaiseObjection: asked('designate', designationObjectionAsked),
      ResolveObjection: asked('designate', objectionResolution),
      DesignateBranch: asked('designate', { ...act, basis }),
      /** By the conclusion of its inspection; by hand only from the paper of one from before the programme was registered. */
      RecordReinspection: asked('inspect', reinspectionAsked),
      WaiveRevocation: asked('designate', waiver),
      /** By a case that was decided, and by nobody. `designatedOn`: the first day of the designation that it is about. */
      RevokeDesignation: asked('system', { ...act, ...revocation, designatedOn: day }),
      /** By an appeal that overturned the revocation, or by a dissolution that was an error. */
      RestoreDesignation: asked('system', restoration),
      RenewDesignation: asked('designate', { basis }),
      /** Because its validity is over, or its organization is dissolved. */
      ExpireDesignation: asked('system', { reason: text(2000).optional() }),
      ConfirmSuccession: asked('designate', succession),
      ReturnPlaque: asked('designate', { returnedOn: day.optional() }),
    },
    refusals: designationRefusals,
  },
  (data) => designationStream(data.programmeId, data.organizationId),
);

export const { events: designationEvents, commands: designationCommands } = designationContract;
export type DesignationEvent = EventsOf<typeof designationContract>;
export type DesignationCommand = CommandsOf<typeof designationContract>;
export type DesignationStatus = keyof typeof designationContract.statuses;
