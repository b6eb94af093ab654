import { isDecimal } from '@zhibu/kernel';
import { z } from 'zod';
import { inputWords } from './input.words.ts';
import { code, day, line, text } from './schema.ts';

/**
 * 规范化建设标准: the content of an edition, all of it data. Numbers are JSON numbers as the authority's file
 * has them and are read as decimals by their shortest text. What must hold among the parts (points that sum
 * to 100, weights to 1) is judged when the edition is published, with every fault named at once.
 */
const plain = (value: number): boolean => isDecimal(String(value));
const number = z.number().refine(plain, inputWords.notPlain.en);
const points = z.number().min(0).max(1000).refine(plain, inputWords.notPlain.en);
const ratio = z.number().min(0).max(1).refine(plain, inputWords.notPlain.en);

export const itemScorings = ['deduction', 'bonus', 'checklist'] as const;
export const raterKinds = ['itemised', 'poll'] as const;
export const standings = ['leading', 'ordinary', 'lagging'] as const;
export type Standing = (typeof standings)[number];

/** Party organizations that can be graded; a branch unless the edition says more. */
export const subjectKinds = ['branch', 'general-branch', 'basic-committee', 'organ-committee'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** Over what a quota is counted: all that are graded by the edition in the round, those of a unit, or of a group of units. */
export const quotaScopes = ['committee', 'unit', 'group'] as const;

/** 支部类型 that an edition may exempt. */
export const exemptForms = ['joint', 'temporary', 'retired'] as const;
export type ExemptForm = (typeof exemptForms)[number];

const quota = z.strictObject({
  grade: code,
  maxShare: ratio,
  per: z.enum(quotaScopes).optional(),
  /** Of so many and more the share is counted; of fewer at most `ofFewer` may have the grade. */
  fromBranches: z.int().min(1).max(1000).optional(),
  ofFewer: z.int().min(0).max(1000).optional(),
});

/**
 * What an edition may leave unsaid; `editionTerms` says it then. Its hash is that of the file as the authority gave it,
 * so nothing is filled in here, and what is meant by saying nothing never changes.
 */
const terms = {
  subjects: z.array(z.enum(subjectKinds)).min(1).max(10).optional(),
  quotas: z.array(quota).max(20),
  /** Who may be exempted from a round for a reason of the edition. */
  exempt: z
    .strictObject({
      livedLessThanMonths: z.int().min(0).max(24).optional(),
      forms: z.array(z.enum(exemptForms)).max(10).optional(),
    })
    .optional(),
  /** 公示: which grades are made public before they are confirmed, for how many working days. */
  notice: z
    .strictObject({ grades: z.array(code).max(20).optional(), workingDays: z.int().min(1).max(60).optional() })
    .optional(),
  /** From how many points lost on, or from which share of an item, whichever is less, a loss is a problem by itself. */
  problems: z
    .strictObject({
      raters: z.array(code).max(20).optional(),
      fromPoints: points.optional(),
      fromShare: ratio.optional(),
    })
    .optional(),
};

export const editionContent = z
  .strictObject({
    title: line(200),
    note: text(2000).optional(),
    scheme: code,
    sector: code,
    documentNo: line(100),
    effectiveFrom: day,
    grades: z
      .array(
        z.strictObject({
          code,
          label: line(50),
          min: points,
          standing: z.enum(standings),
          focus: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(20),
    raters: z
      .array(z.strictObject({ code, label: line(50), kind: z.enum(raterKinds), weight: ratio }))
      .min(1)
      .max(20),
    poll: z.strictObject({ scores: z.record(code, points), satisfied: z.array(code) }).optional(),
    aspects: z
      .array(
        z.strictObject({
          aspect: code,
          label: line(50),
          items: z
            .array(
              z.strictObject({
                code,
                text: line(500),
                points,
                scoring: z.enum(itemScorings),
                /** 评分标准: for what points are lost, in words. */
                criteria: text(2000).optional(),
                checklist: z.array(code).optional(),
                evidence: z.array(code).optional(),
                tags: z.array(code).optional(),
              }),
            )
            .max(200),
        }),
      )
      .min(1)
      .max(50),
    bonus: z.strictObject({ cap: points, items: z.array(z.strictObject({ code, text: line(500), points })).max(100) }),
    gates: z
      .array(
        z.strictObject({
          code,
          measure: code,
          below: number.optional(),
          above: number.optional(),
          cap: code,
          says: line(500),
        }),
      )
      .max(50),
    vetoes: z.array(z.strictObject({ code, says: line(500) })).max(50),
    ...terms,
  })
  .meta({ id: 'EditionContent' });

export type EditionContent = z.infer<typeof editionContent>;
export type EditionGrade = EditionContent['grades'][number];
export type EditionGate = EditionContent['gates'][number];
export type EditionRater = EditionContent['raters'][number];
export type EditionQuota = EditionContent['quotas'][number];
