import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { programmeKinds, programmeLevels } from './designation.words.ts';
import { conflict, invalid, rule } from './refusals.ts';
import { basis, code, day, organizationId, period } from './schema.ts';
import { batchStream } from './streams.ts';

const batch = { programmeId: code, bodyId: organizationId, year: period };
const list = z.array(organizationId).min(1).max(500);

export const batchContract = aggregate(
  {
    service: 'assessment',
    aggregate: 'batch',
    streamName: 'batch-<programmeId>:<year>',
    statuses: { decided: { zh: '已研究决定', en: 'decided' } },
    events: {
      /** 集体研究决定拟命名名单. */
      BatchDecided: {
        words: { zh: '研究决定拟命名名单', en: 'batch decided' },
        leadsTo: 'decided',
        shape: z.strictObject({
          ...batch,
          level: z.enum(programmeLevels),
          programmeKind: z.enum(programmeKinds),
          organizationIds: list,
          basis,
          effectiveOn: day,
        }),
      },
    },
    commands: {
      DecideBatch: {
        right: 'designate',
        about: 'bodyId',
        shape: z.strictObject({ ...batch, organizationIds: list, basis }),
      },
    },
    refusals: {
      BATCH_WITHOUT_APPROVAL: rule(
        '该命名项目没有新一批命名所需的设立依据，请先登记批准、表彰或委托文件',
        'the programme rests on nothing that allows a new batch; record the document that approves, commends or entrusts',
      ),
      BATCH_DECIDED: conflict(
        '该年度的名单已研究决定且内容不同',
        'the batch of this year is decided with another list or basis',
      ),
      BATCH_OF_ANOTHER_YEAR: invalid(
        '名单的年度须为作出决定的当年，请改正年度',
        'the year of a batch is that in which it is decided; correct it',
      ),
      BATCH_OVER_LIMIT: rule('名单超过该项目每批的限额', 'the list is longer than the programme’s limit for a batch'),
      BATCH_REPEATS: invalid('名单中同一组织只列一次', 'an organization stands in the list once'),
      APPLICATION_NOT_REVIEWED: rule(
        '名单中有组织的申报尚未审核完毕',
        'the applications of some in the list have not passed all reviews',
      ),
      ACCEPTANCE_MISSING: rule(
        '名单中有组织没有决定前90天内合格的验收，请先验收',
        'some in the list have no acceptance inspection passed within 90 days before the decision',
      ),
      BATCH_CONDITIONS_UNMET: rule(
        '名单中有组织不符合命名条件，请按所列情况处理',
        'some in the list do not meet the conditions; see what each lacks',
      ),
      DECIDED_BY_REVIEWER: rule(
        '实地审核人和申报人不得决定名单，请由他人办理',
        'who applied or reviewed on the spot does not decide the batch; have somebody else do it',
      ),
    },
  },
  (data) => batchStream(data.programmeId, data.year),
);

export const { events: batchEvents, commands: batchCommands } = batchContract;
export type BatchEvent = EventsOf<typeof batchContract>;
export type BatchCommand = CommandsOf<typeof batchContract>;
export type BatchStatus = keyof typeof batchContract.statuses;
