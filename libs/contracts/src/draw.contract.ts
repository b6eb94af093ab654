import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { drawRefusals } from './draw.refusals.ts';
import { inputWords } from './input.words.ts';
import { basis, code, count, day, line, organizationId, text } from './schema.ts';
import { drawStream } from './streams.ts';
import type { Wording } from './vocabulary.ts';

const subject = { drawId: code };
/** `under`: of whose living branches is drawn. */
const fact = { ...subject, under: organizationId, effectiveOn: day };
const ofBody = { bodyId: organizationId };
const reason = text(2000);
/** 32 bytes: a hash, a commitment, a nonce, the seed. */
const bytes = z.string().regex(/^[0-9a-f]{64}$/, inputWords.wrongFormat.en);
const instant = z.iso.datetime().meta({ graphql: 'DateTime' });

/** The reasons of an exclusion: all but the first are bounded together (draw.md). */
export const exclusionReasons = [
  'inspected-this-year',
  'founded-less-than-3-months',
  'under-reorganization',
  'other',
] as const;

/** What each reason of an exclusion is called. */
export const exclusionWords: Readonly<Record<(typeof exclusionReasons)[number], Wording>> = {
  'inspected-this-year': { zh: '当年已检查', en: 'inspected this year' },
  'founded-less-than-3-months': { zh: '成立不足三个月', en: 'founded less than three months ago' },
  'under-reorganization': { zh: '正在机构改革', en: 'under reorganization' },
  other: { zh: '其他', en: 'other' },
};

/** How a stratum is called: designation, grade, months since the last visit. */
const stratum = line(100);
const strata = z.array(z.strictObject({ stratum, of: count() })).min(1);

/** At most so many are drawn: their codes stand in one event. */
const MOST_DRAWN = 1000;

export const drawContract = aggregate(
  {
    service: 'supervision',
    aggregate: 'draw',
    streamName: 'draw-<drawId>',
    statuses: {
      announced: { zh: '已公告', en: 'announced' },
      revealing: { zh: '正在公开随机数', en: 'being revealed' },
      completed: { zh: '已抽取', en: 'completed' },
      lapsed: { zh: '已失效', en: 'lapsed' },
      voided: { zh: '已作废', en: 'voided' },
    },
    events: {
      /**
       * 公告抽取: the population is frozen. The list is kept by `populationHash` (draw.md); `commitBy`: the last day of
       * commitments; `checkpointRule`: which text stands in for a nonce that is not revealed.
       */
      DrawAnnounced: {
        words: { zh: '公告随机抽取', en: 'draw announced' },
        leadsTo: 'announced',
        shape: z.strictObject({
          ...fact,
          bodies: z.array(organizationId).min(1).max(20),
          sample: z.int().min(1).max(MOST_DRAWN),
          commitBy: day,
          branches: count(10_000_000),
          populationHash: bytes,
          strata,
          excluded: z.array(
            z.strictObject({ because: z.enum(exclusionReasons), count: count(10_000_000), basis: basis.optional() }),
          ),
          checkpointRule: z.enum(['first-row-at-or-after-deadline']),
          basis: basis.optional(),
        }),
      },
      /** `revealBy`: of the last commitment, until when all reveal. */
      SeedCommitted: {
        words: { zh: '提交承诺值', en: 'seed committed' },
        shape: z.strictObject({ ...fact, ...ofBody, commitment: bytes, revealBy: instant.optional() }),
      },
      SeedRevealed: {
        words: { zh: '公开随机数', en: 'seed revealed' },
        leadsTo: 'revealing',
        shape: z.strictObject({ ...fact, ...ofBody, nonce: bytes }),
      },
      /** 未按时公开: who could have known the outcome and kept silent. */
      RevealMissed: {
        words: { zh: '未按时公开随机数', en: 'reveal missed' },
        leadsTo: 'revealing',
        shape: z.strictObject({ ...fact, ...ofBody, revealBy: instant }),
      },
      /** `checkpoint`: where somebody missed. `drawn`: by stratum, in the order of the draw. */
      DrawCompleted: {
        words: { zh: '完成随机抽取', en: 'draw completed' },
        leadsTo: 'completed',
        shape: z.strictObject({
          ...fact,
          checkpoint: bytes.optional(),
          seed: bytes,
          shares: z.array(z.strictObject({ stratum, of: count(), drawn: count() })).min(1),
          drawn: z.array(organizationId).min(1).max(MOST_DRAWN),
        }),
      },
      /** `by`: the next of its stratum in the order of the draw; absent: none is left. */
      DrawnSubstituted: {
        words: { zh: '替换抽中党支部', en: 'drawn branch substituted' },
        shape: z.strictObject({ ...fact, branchId: organizationId, by: organizationId.optional(), reason }),
      },
      DrawLapsed: {
        words: { zh: '抽取失效', en: 'draw lapsed' },
        leadsTo: 'lapsed',
        shape: z.strictObject({ ...fact, missing: z.array(organizationId).min(1) }),
      },
      /** One body agrees to void; the draw is voided when all do. */
      VoidingAgreed: {
        words: { zh: '同意作废抽取', en: 'voiding agreed' },
        shape: z.strictObject({ ...fact, ...ofBody, reason }),
      },
      DrawVoided: {
        words: { zh: '抽取作废', en: 'draw voided' },
        leadsTo: 'voided',
        shape: z.strictObject({ ...fact, ...ofBody, reason }),
      },
    },
    commands: {
      /** By one of the bodies. `excluded`: who is not drawn, by reason; `other` with a basis. */
      AnnounceDraw: {
        right: 'inspect',
        about: 'under',
        shape: z.strictObject({
          ...subject,
          under: organizationId,
          bodies: z.array(organizationId).min(1).max(20),
          sample: z.int().min(1).max(MOST_DRAWN),
          commitBy: day,
          excluded: z
            .array(
              z.strictObject({
                because: z.enum(exclusionReasons),
                branchIds: z.array(organizationId).min(1).max(5000),
                basis: basis.optional(),
              }),
            )
            .max(20)
            .optional(),
          basis: basis.optional(),
        }),
      },
      CommitSeed: {
        right: 'inspect',
        about: 'bodyId',
        shape: z.strictObject({ ...subject, ...ofBody, commitment: bytes }),
      },
      RevealSeed: { right: 'inspect', about: 'bodyId', shape: z.strictObject({ ...subject, ...ofBody, nonce: bytes }) },
      /** By the timetable, 24 hours after the last commitment. */
      MissReveal: { right: 'system', about: 'bodyId', shape: z.strictObject({ ...subject, ...ofBody }) },
      /** By the timetable, once all are in. */
      CompleteDraw: { right: 'system', about: 'drawId', shape: z.strictObject(subject) },
      SubstituteDrawn: {
        right: 'inspect',
        about: 'drawId',
        shape: z.strictObject({ ...subject, branchId: organizationId, reason }),
      },
      /** By the timetable, after the last day of commitments. */
      LapseDraw: { right: 'system', about: 'drawId', shape: z.strictObject(subject) },
      /** By each body, before anything is revealed. */
      VoidDraw: { right: 'inspect', about: 'bodyId', shape: z.strictObject({ ...subject, ...ofBody, reason }) },
    },
    refusals: drawRefusals,
  },
  (data) => drawStream(data.drawId),
);

export const { events: drawEvents, commands: drawCommands } = drawContract;
export type DrawEvent = EventsOf<typeof drawContract>;
export type DrawCommand = CommandsOf<typeof drawContract>;
export type DrawStatus = keyof typeof drawContract.statuses;
