import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { planFact, planItemJoined, planItemNamed, planItems, planned } from './plan.shapes.ts';
import { planRefusals } from './plan.refusals.ts';
import { basis, code, text } from './schema.ts';
import { planStream } from './streams.ts';

const reason = text(2000);
const adoption = { basis, items: planItems };
const amendment = { ...adoption, reason };

export const planContract = aggregate(
  {
    service: 'supervision',
    aggregate: 'plan',
    streamName: 'plan-<bodyId>:<year>',
    statuses: { adopted: { zh: '已通过', en: 'adopted' }, amended: { zh: '已调整', en: 'amended' } },
    events: {
      PlanAdopted: {
        words: { zh: '通过督查计划', en: 'plan adopted' },
        leadsTo: 'adopted',
        shape: z.strictObject({ ...planFact, ...adoption }),
      },
      /** The items as they stand from then on. */
      PlanAmended: {
        words: { zh: '调整督查计划', en: 'plan amended' },
        leadsTo: 'amended',
        shape: z.strictObject({ ...planFact, ...amendment }),
      },
      /** Recorded in both plans: each tells what its item is joined with to those who see only one of them. */
      PlanItemsJoined: {
        words: { zh: '合并督查事项', en: 'items of plans joined' },
        shape: z.strictObject({ ...planFact, itemId: code, other: planItemJoined }),
      },
    },
    commands: {
      AdoptPlan: { right: 'inspect', about: 'bodyId', shape: z.strictObject({ ...planned, ...adoption }) },
      /** `items`: all of them, as they stand from then on. */
      AmendPlan: { right: 'inspect', about: 'bodyId', shape: z.strictObject({ ...planned, ...amendment }) },
      /** `other`: of the plan of another body, at or under this one. */
      JoinPlanItems: {
        right: 'inspect',
        about: 'bodyId',
        shape: z.strictObject({ ...planned, itemId: code, other: planItemNamed }),
      },
    },
    refusals: planRefusals,
  },
  (data) => planStream(data.bodyId, data.year),
);

export const { events: planEvents, commands: planCommands } = planContract;
export type PlanEvent = EventsOf<typeof planContract>;
export type PlanCommand = CommandsOf<typeof planContract>;
export type PlanStatus = keyof typeof planContract.statuses;
