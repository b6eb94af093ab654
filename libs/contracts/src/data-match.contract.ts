import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { dataMatchField } from './grading.shapes.ts';
import { day, line, organizationId } from './schema.ts';
import { dataMatchStream } from './streams.ts';

/** `source` names the system the second value of each field comes from. */
const match = { branchId: organizationId, source: line(200), fields: z.array(dataMatchField).max(500) };

/** 五个基本数据比对, outside gradings: a grading takes the last one unless it brings its own. */
export const dataMatchContract = aggregate(
  {
    service: 'assessment',
    aggregate: 'data-match',
    streamName: 'data-match-<branchId>',
    statuses: { matched: { zh: '已比对', en: 'matched' } },
    events: {
      StandingMatchRecorded: {
        words: { zh: '按月比对五个基本数据', en: 'five-basics data matched outside a grading' },
        leadsTo: 'matched',
        shape: z.strictObject({ ...match, mismatches: z.array(dataMatchField), effectiveOn: day }),
      },
    },
    commands: {
      /** `effectiveOn`: of which day the figures are; absent: today. */
      RecordStandingMatch: {
        right: 'record-facts',
        about: 'branchId',
        shape: z.strictObject({ ...match, effectiveOn: day.optional() }),
      },
    },
    refusals: {},
  },
  (data) => dataMatchStream(data.branchId),
);

export const { events: dataMatchEvents, commands: dataMatchCommands } = dataMatchContract;
export type DataMatchEvent = EventsOf<typeof dataMatchContract>;
export type DataMatchCommand = CommandsOf<typeof dataMatchContract>;
export type DataMatchStatus = keyof typeof dataMatchContract.statuses;
