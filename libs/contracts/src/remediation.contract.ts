import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { rule } from './refusals.ts';
import { code, day, line, organizationId, period, text } from './schema.ts';
import { remediationStream } from './streams.ts';

const subject = { branchId: organizationId, year: period };
const fact = { ...subject, effectiveOn: day };
/** `effectiveOn` absent: today. */
const asked = { ...subject, effectiveOn: day.optional() };

export const remediationContract = aggregate(
  {
    service: 'rectification',
    aggregate: 'remediation',
    streamName: 'remediation-<branchId>:<year>',
    statuses: {
      open: { zh: '整顿中', en: 'under way' },
      accepted: { zh: '验收合格', en: 'accepted' },
      failed: { zh: '整顿未通过', en: 'failed' },
      withdrawn: { zh: '已终止', en: 'withdrawn' },
    },
    events: {
      /** 后进整顿. `grounds`: the confirmed grades of lagging standing, one a scheme. */
      RemediationOpened: {
        words: { zh: '列为后进整顿对象', en: 'remediation opened' },
        leadsTo: 'open',
        shape: z.strictObject({ ...fact, grounds: z.array(z.strictObject({ scheme: code, roundId: line(200) })) }),
      },
      RemediationAccepted: {
        words: { zh: '后进整顿验收合格', en: 'remediation accepted' },
        leadsTo: 'accepted',
        shape: z.strictObject({ ...fact, note: text(2000).optional() }),
      },
      RemediationFailed: {
        words: { zh: '后进整顿未通过', en: 'remediation failed' },
        leadsTo: 'failed',
        shape: z.strictObject({ ...fact, reason: text(2000) }),
      },
      RemediationWithdrawn: {
        words: { zh: '终止整顿', en: 'remediation withdrawn' },
        leadsTo: 'withdrawn',
        shape: z.strictObject({ ...fact, because: z.enum(['grade-changed', 'branch-dissolved']), reason: text(2000) }),
      },
    },
    commands: {
      OpenRemediation: { right: 'system', about: 'branchId', shape: z.strictObject(asked) },
      AcceptRemediation: {
        right: 'accept-remediation',
        about: 'branchId',
        shape: z.strictObject({ ...asked, note: text(2000).optional() }),
      },
      FailRemediation: {
        right: 'accept-remediation',
        about: 'branchId',
        shape: z.strictObject({ ...asked, reason: text(2000) }),
      },
      WithdrawRemediation: {
        right: 'system',
        about: 'branchId',
        shape: z.strictObject({ ...asked, reason: text(2000) }),
      },
    },
    refusals: {
      NO_CONFIRMED_LAGGING_GRADE: rule(
        '该党支部本年度没有已核准的后进等次',
        'the branch has no confirmed grade of lagging standing in that year',
      ),
      REMEDIATION_NOT_OPEN: rule('该党支部没有正在进行的整顿', 'no remediation of this branch is under way'),
      REMEDIATION_STILL_DUE: rule(
        '后进等次仍然有效，整顿不能终止',
        'the lagging grade still holds; its remediation is not withdrawn',
      ),
      REMEDIATION_PROBLEMS_OPEN: rule(
        '该党支部还有问题未销号，不能验收',
        'problems of the branch are still open; close them first',
      ),
    },
  },
  (data) => remediationStream(data.branchId, data.year),
);

export const { events: remediationEvents, commands: remediationCommands } = remediationContract;
export type RemediationEvent = EventsOf<typeof remediationContract>;
export type RemediationCommand = CommandsOf<typeof remediationContract>;
export type RemediationStatus = keyof typeof remediationContract.statuses;
