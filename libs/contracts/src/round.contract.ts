import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { conflict, invalid, notFound, rule } from './refusals.ts';
import { basis, code, count, day, line, organizationId, period } from './schema.ts';
import { roundId, roundStream } from './streams.ts';

const editionRef = { editionId: line(200), editionHash: z.string().length(64) };
const roundRef = { roundId: line(200), workCommitteeId: organizationId, scheme: code, period };
const round = { workCommitteeId: organizationId, scheme: code, period };
/** Absent: the last day of the period. */
const effectiveOn = day.optional();

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
        shape: z.strictObject({ ...roundRef, ...editionRef }),
      },
      RoundClosed: {
        words: { zh: '核准本轮等次', en: 'round closed, its grades confirmed' },
        leadsTo: 'closed',
        shape: z.strictObject({
          ...roundRef,
          ...editionRef,
          effectiveOn: day,
          distribution: z.array(z.strictObject({ grade: code, label: line(50), count: count() })),
          branches: count(),
          lagging: z.array(organizationId),
          quotasExceeded: z.array(
            z.strictObject({ grade: code, maxShare: z.string(), count: count(), allowed: count() }),
          ),
          quotaBasis: basis.optional(),
        }),
      },
    },
    commands: {
      OpenRound: {
        right: 'open-round',
        about: 'workCommitteeId',
        shape: z.strictObject({ ...round, editionId: line(200) }),
      },
      CloseRound: {
        right: 'close-round',
        about: 'workCommitteeId',
        shape: z.strictObject({ ...round, effectiveOn, quotaBasis: basis.optional() }),
      },
    },
    refusals: {
      EDITION_SCHEME_MISMATCH: invalid('标准的类别与本轮不一致', 'the edition is of another scheme than the round'),
      EDITION_NOT_IN_FORCE: rule(
        '标准在该年度末尚未生效',
        'the edition is not yet in force on the last day of the period',
      ),
      COMMITTEE_UNKNOWN: notFound('没有这个工委，请核对编号', 'there is no such work committee; check its code'),
      NOT_A_WORK_COMMITTEE: invalid(
        '该组织不是工委，定级由工委组织',
        'this organization is not a work committee; rounds are held by one',
      ),
      ROUND_OTHER_EDITION: conflict('本轮已按另一版本标准开始', 'the round is already open under another edition'),
      ROUND_EMPTY: rule('本轮范围内没有党支部', 'no branch is in the scope of the round'),
      ROUND_UNGRADED: rule(
        '范围内还有党支部未定级，核准前须全部定级',
        'branches in scope are not graded yet; grade every one of them first',
      ),
      QUOTA_EXCEEDED: rule('等次比例超出限额，须写明依据', 'a quota of the edition is exceeded; state a basis'),
    },
  },
  (data) => roundStream(roundId(data)),
);

export const { events: roundEvents, commands: roundCommands } = roundContract;
export type RoundEvent = EventsOf<typeof roundContract>;
export type RoundCommand = CommandsOf<typeof roundContract>;
export type RoundStatus = keyof typeof roundContract.statuses;
