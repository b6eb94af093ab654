import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { designated } from './designation.shapes.ts';
import { revocationRefusals } from './revocation.refusals.ts';
import {
  appeal,
  appealDecision,
  appealDecisionAsked,
  decision,
  decisionAsked,
  grace,
  notification,
  proposal,
  proposalAsked,
  revocationFact as fact,
  revocationSubject,
  statement,
} from './revocation.shapes.ts';
import type { Right } from './rights.ts';
import { basis, text } from './schema.ts';
import { revocationStream } from './streams.ts';

/** A command about a case that there is. */
const asked = <const Needed extends Right, Shape extends z.ZodRawShape>(right: Needed, shape: Shape) => ({
  right,
  about: 'revocationId' as const,
  shape: z.strictObject({ ...revocationSubject, ...shape }),
});

export const revocationContract = aggregate(
  {
    service: 'supervision',
    aggregate: 'revocation',
    streamName: 'revocation-<revocationId>',
    statuses: {
      proposed: { zh: '已提出', en: 'proposed' },
      notified: { zh: '已告知', en: 'organization notified' },
      answered: { zh: '已陈述', en: 'organization heard' },
      decided: { zh: '已决定', en: 'decided' },
      appealed: { zh: '申诉处理中', en: 'appealed' },
      'appeal-decided': { zh: '申诉已处理', en: 'appeal decided' },
    },
    events: {
      RevocationProposed: {
        words: { zh: '提出取消命名', en: 'revocation proposed' },
        leadsTo: 'proposed',
        shape: z.strictObject({ ...fact, ...proposal }),
      },
      BranchNotified: {
        words: { zh: '告知拟取消命名', en: 'organization notified' },
        leadsTo: 'notified',
        shape: z.strictObject({ ...fact, ...notification }),
      },
      StatementSubmitted: {
        words: { zh: '提交陈述', en: 'statement submitted' },
        leadsTo: 'answered',
        shape: z.strictObject({ ...fact, ...statement }),
      },
      GraceGranted: { words: { zh: '给予宽限期', en: 'grace granted' }, shape: z.strictObject({ ...fact, ...grace }) },
      /** `effectiveOn`: the day of the decision; `revokedFrom` is that of the revocation. */
      RevocationDecided: {
        words: { zh: '作出取消命名决定', en: 'revocation decided' },
        leadsTo: 'decided',
        shape: z.strictObject({ ...fact, ...decision }),
      },
      AppealLodged: {
        words: { zh: '提出申诉', en: 'appeal lodged' },
        leadsTo: 'appealed',
        shape: z.strictObject({ ...fact, ...appeal }),
      },
      AppealDecided: {
        words: { zh: '作出申诉处理决定', en: 'appeal decided' },
        leadsTo: 'appeal-decided',
        shape: z.strictObject({ ...fact, ...appealDecision }),
      },
    },
    commands: {
      /** `facts`: what happened, in words. */
      ProposeRevocation: {
        right: 'inspect',
        about: 'organizationId',
        shape: z.strictObject({ ...revocationSubject, ...designated, ...proposalAsked }),
      },
      /** `basis`: the paper by which it is told. */
      NotifyBranch: asked('inspect', { basis }),
      SubmitStatement: asked('rectify', statement),
      GrantGrace: asked('inspect', grace),
      /** 集体研究决定: `basis` is the paper of the collective decision. After the day on which it is due with a reason. */
      DecideRevocation: asked('designate', decisionAsked),
      LodgeAppeal: asked('rectify', { says: text(8000) }),
      DecideAppeal: asked('designate', appealDecisionAsked),
    },
    refusals: revocationRefusals,
  },
  (data) => revocationStream(data.revocationId),
);

export const { events: revocationEvents, commands: revocationCommands } = revocationContract;
export type RevocationEvent = EventsOf<typeof revocationContract>;
export type RevocationCommand = CommandsOf<typeof revocationContract>;
export type RevocationStatus = keyof typeof revocationContract.statuses;
