import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { roundRefusals } from './round-refusal.words.ts';
import {
  distribution,
  editionRef,
  exemption,
  lateBranch,
  listedGrade,
  listHash,
  lostMost,
  objection,
  outside,
  quotaExceeded,
  resolution,
  roundEdition,
  roundStep,
  unitDistribution,
  unitGroup,
  unitReview,
} from './round.shapes.ts';
import { basis, code, count, day, line, organizationId, period } from './schema.ts';
import { roundId, roundStream } from './streams.ts';

const round = { workCommitteeId: organizationId, scheme: code, period };
const roundRef = { roundId: line(200), ...round };
/** An edition to grade by; with a basis where a later one has replaced it. */
const byEdition = {
  ...round,
  editionId: line(200),
  groups: z.array(unitGroup).max(100).optional(),
  basis: basis.optional(),
};

export const roundContract = aggregate(
  {
    service: 'assessment',
    aggregate: 'round',
    streamName: 'round-<workCommitteeId>:<scheme>:<period>',
    statuses: { open: { zh: '进行中', en: 'open' }, closed: { zh: '已核准', en: 'closed' } },
    events: {
      RoundOpened: {
        words: { zh: '开始一轮定级', en: 'round opened' },
        leadsTo: 'open',
        shape: z.strictObject({
          ...roundRef,
          editions: z.array(roundEdition).length(1),
          steps: z.array(roundStep).max(20),
          openedOn: day,
          basis: basis.optional(),
        }),
      },
      RoundEditionAdded: {
        words: { zh: '本轮增加标准', en: 'edition added to the round' },
        shape: z.strictObject({ ...roundRef, edition: roundEdition, basis: basis.optional() }),
      },
      BranchExempted: {
        words: { zh: '免于本轮定级', en: 'branch exempted from the round' },
        shape: z.strictObject({ ...roundRef, ...exemption.shape }),
      },
      UnitReviewRecorded: {
        words: { zh: '党组（党委）审核', en: 'unit review recorded' },
        shape: z.strictObject({ ...roundRef, ...unitReview, listHash, reviewedOn: day }),
      },
      /** `branches`: with their grades, no scores; `to`: the first day on which it is over. */
      RoundNoticeStarted: {
        words: { zh: '开始公示', en: 'public notice of the round started' },
        shape: z.strictObject({
          ...roundRef,
          branches: z.array(listedGrade),
          listHash,
          from: day,
          to: day,
          workingDays: count(60),
          basis: basis.optional(),
        }),
      },
      RoundObjectionRaised: {
        words: { zh: '对公示提出异议', en: 'objection to the notice raised' },
        shape: z.strictObject({ ...roundRef, ...objection, raisedOn: day }),
      },
      RoundObjectionResolved: {
        words: { zh: '异议办结', en: 'objection resolved' },
        shape: z.strictObject({ ...roundRef, ...resolution }),
      },
      LateBranchAdmitted: {
        words: { zh: '核准后补评', en: 'late branch admitted' },
        shape: z.strictObject({ ...roundRef, ...lateBranch }),
      },
      RoundClosed: {
        words: { zh: '核准定级结果', en: 'round closed, its grades confirmed' },
        leadsTo: 'closed',
        shape: z.strictObject({
          ...roundRef,
          editions: z.array(z.strictObject(editionRef)),
          effectiveOn: day,
          distribution,
          units: z.array(unitDistribution),
          branches: count(),
          lagging: z.array(organizationId),
          exempt: z.array(exemption),
          outside: z.array(outside),
          lostMost: z.array(lostMost).max(10),
          quotasExceeded: z.array(quotaExceeded),
          quotaBasis: basis.optional(),
          /**
           * Of some branches rater for the superior, confirmer and inspector are not three persons: who confirms rated
           * those in `ratedByConfirmer`; who rated or confirms inspected those in `inspectedByGrader`.
           */
          sameHand: z.literal(true).optional(),
          ratedByConfirmer: z.array(organizationId).min(1).optional(),
          inspectedByGrader: z.array(organizationId).min(1).optional(),
        }),
      },
    },
    commands: {
      OpenRound: {
        right: 'open-round',
        about: 'workCommitteeId',
        shape: z.strictObject({
          ...byEdition,
          steps: z.array(roundStep).max(20).optional(),
          /** Absent: today. */
          openedOn: day.optional(),
        }),
      },
      AddRoundEdition: { right: 'open-round', about: 'workCommitteeId', shape: z.strictObject(byEdition) },
      ExemptBranch: {
        right: 'open-round',
        about: 'workCommitteeId',
        shape: z.strictObject({ ...round, ...exemption.shape }),
      },
      /** `listHash`: of the list that was reviewed, where the sender has it; `reviewedOn` absent: today. */
      RecordUnitReview: {
        right: 'review-unit',
        about: 'unitId',
        shape: z.strictObject({ ...round, ...unitReview, listHash: listHash.optional(), reviewedOn: day.optional() }),
      },
      StartRoundNotice: {
        right: 'open-round',
        about: 'workCommitteeId',
        shape: z.strictObject({ ...round, from: day.optional(), basis: basis.optional() }),
      },
      RaiseRoundObjection: {
        right: 'open-round',
        about: 'workCommitteeId',
        shape: z.strictObject({ ...round, ...objection, raisedOn: day.optional() }),
      },
      ResolveRoundObjection: {
        right: 'close-round',
        about: 'workCommitteeId',
        shape: z.strictObject({ ...round, ...resolution }),
      },
      AdmitLateBranch: {
        right: 'close-round',
        about: 'workCommitteeId',
        shape: z.strictObject({ ...round, ...lateBranch }),
      },
      /** `effectiveOn`: an earlier day than today. */
      CloseRound: {
        right: 'close-round',
        about: 'workCommitteeId',
        shape: z.strictObject({ ...round, effectiveOn: day.optional(), quotaBasis: basis.optional() }),
      },
    },
    refusals: roundRefusals,
  },
  (data) => roundStream(roundId(data)),
);

export const { events: roundEvents, commands: roundCommands } = roundContract;
export type RoundEvent = EventsOf<typeof roundContract>;
export type RoundCommand = CommandsOf<typeof roundContract>;
export type RoundStatus = keyof typeof roundContract.statuses;
