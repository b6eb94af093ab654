import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { roundRefusals } from './round-refusal.words.ts';
import {
  distribution,
  editionRef,
  exemption,
  lostMost,
  outside,
  quotaExceeded,
  roundEdition,
  roundStep,
  unitDistribution,
  unitGroup,
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
