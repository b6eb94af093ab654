import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { inspectionRefusals } from './inspection.refusals.ts';
import {
  cancellation,
  concluded,
  finding,
  inspected,
  inspectionFact as fact,
  inspectionReason as reason,
  priorInspected,
  priorInspection,
  rectificationNotice,
  scheduled,
  spotCheck,
} from './inspection.shapes.ts';
import type { Right } from './rights.ts';
import { day, organizationId, personId, text } from './schema.ts';
import { inspectionStream } from './streams.ts';

/** A command about an inspection that is scheduled. */
const asked = <const Needed extends Right, Shape extends z.ZodRawShape>(right: Needed, shape: Shape) => ({
  right,
  about: 'inspectionId' as const,
  shape: z.strictObject({ ...inspected, ...shape }),
});
const findingNamed = { findingId: finding.findingId, reason };

export const inspectionContract = aggregate(
  {
    service: 'supervision',
    aggregate: 'inspection',
    streamName: 'inspection-<inspectionId>',
    statuses: {
      scheduled: { zh: '已安排', en: 'scheduled' },
      concluded: { zh: '已作结论', en: 'concluded' },
      'notice-issued': { zh: '已发整改通知', en: 'notice issued' },
      acknowledged: { zh: '已签收整改通知', en: 'notice acknowledged' },
      replied: { zh: '已答复整改通知', en: 'notice replied to' },
      cancelled: { zh: '已取消', en: 'cancelled' },
      prior: { zh: '以往督查', en: 'from before the platform' },
    },
    events: {
      /** `sameHand`: somebody of the team confirmed a grade of the branch in the period. */
      InspectionScheduled: {
        words: { zh: '安排督查', en: 'inspection scheduled' },
        leadsTo: 'scheduled',
        shape: z.strictObject({ ...fact, ...scheduled, sameHand: z.literal(true).optional() }),
      },
      /** `effectiveOn`: the day of the visit. Nothing answers it; it counts in budgets, exclusions and strata. */
      PriorInspectionRecorded: {
        words: { zh: '登记以往督查', en: 'inspection from before the platform recorded' },
        leadsTo: 'prior',
        shape: z.strictObject({ ...fact, ...priorInspected }),
      },
      FindingRecorded: {
        words: { zh: '登记督查发现', en: 'finding recorded' },
        shape: z.strictObject({ ...fact, ...finding }),
      },
      FindingWithdrawn: {
        words: { zh: '撤回督查发现', en: 'finding withdrawn' },
        shape: z.strictObject({ ...fact, ...findingNamed }),
      },
      SpotCheckRecorded: {
        words: { zh: '登记现场抽问', en: 'spot check recorded' },
        shape: z.strictObject({ ...fact, ...spotCheck }),
      },
      /** Tells by itself what others answer: what was found, of which designations, with which outcome. */
      InspectionConcluded: {
        words: { zh: '作出督查结论', en: 'inspection concluded' },
        leadsTo: 'concluded',
        shape: z.strictObject({ ...fact, ...concluded }),
      },
      /** `acknowledgeBy`, `replyBy`: the last days of the branch's terms. */
      RectificationNoticeIssued: {
        words: { zh: '发出整改通知', en: 'rectification notice issued' },
        leadsTo: 'notice-issued',
        shape: z.strictObject({ ...fact, ...rectificationNotice, acknowledgeBy: day, replyBy: day }),
      },
      NoticeAcknowledged: {
        words: { zh: '签收整改通知', en: 'notice acknowledged' },
        leadsTo: 'acknowledged',
        shape: z.strictObject(fact),
      },
      NoticeReplied: {
        words: { zh: '答复整改通知', en: 'notice replied to' },
        leadsTo: 'replied',
        shape: z.strictObject({ ...fact, measures: text(8000) }),
      },
      /** `team`: whose duties as inspectors end by it; nobody's, where it is from before the platform and recorded in error. */
      InspectionCancelled: {
        words: { zh: '取消督查', en: 'inspection cancelled' },
        leadsTo: 'cancelled',
        shape: z.strictObject({ ...fact, ...cancellation, team: z.array(personId) }),
      },
    },
    commands: {
      /** The body is the organization for which its sender acts. */
      ScheduleInspection: {
        right: 'inspect',
        about: 'organizationId',
        shape: z.strictObject({ ...inspected, organizationId, ...scheduled }),
      },
      /** 以往督查: by its body, by one above it, or from its body's paper. */
      RecordPriorInspection: {
        right: 'inspect',
        about: 'organizationId',
        shape: z.strictObject({ ...inspected, organizationId, ...priorInspection }),
      },
      /** Made on a device without a network: its id and its day are taken as they are. */
      RecordFinding: asked('record-finding', finding),
      WithdrawFinding: asked('record-finding', findingNamed),
      RecordSpotCheck: asked('record-finding', spotCheck),
      /** The outcome follows from the findings that stand. `reason`: why it is late. */
      ConcludeInspection: asked('inspect', { visitedOn: day, reason: reason.optional() }),
      IssueNotice: asked('inspect', rectificationNotice),
      AcknowledgeNotice: asked('rectify', {}),
      ReplyToNotice: asked('rectify', { measures: text(8000) }),
      CancelInspection: asked('inspect', cancellation),
    },
    refusals: inspectionRefusals,
  },
  (data) => inspectionStream(data.inspectionId),
);

export const { events: inspectionEvents, commands: inspectionCommands } = inspectionContract;
export type InspectionEvent = EventsOf<typeof inspectionContract>;
export type InspectionCommand = CommandsOf<typeof inspectionContract>;
export type InspectionStatus = keyof typeof inspectionContract.statuses;
