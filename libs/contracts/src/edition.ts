import { isDecimal } from '@zhibu/kernel';
import { z } from 'zod';
import { code, day, line, text } from './schema.ts';

/**
 * 规范化建设标准: the content of an edition, all of it data. Numbers are JSON numbers as the authority's file
 * has them and are read as decimals by their shortest text. What must hold among the parts (points that sum
 * to 100, weights to 1) is judged when the edition is published, with every fault named at once.
 */
const plain = (value: number): boolean => isDecimal(String(value));
const number = z.number().refine(plain, 'is not a plain decimal');
const points = z.number().min(0).max(1000).refine(plain, 'is not a plain decimal');
const ratio = z.number().min(0).max(1).refine(plain, 'is not a plain decimal');

export const itemScorings = ['deduction', 'bonus', 'checklist'] as const;
export const raterKinds = ['itemised', 'poll'] as const;
export const standings = ['leading', 'ordinary', 'lagging'] as const;
export type Standing = (typeof standings)[number];

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
    quotas: z.array(z.strictObject({ grade: code, maxShare: ratio })).max(20),
  })
  .meta({ id: 'EditionContent' });

export type EditionContent = z.infer<typeof editionContent>;
export type EditionGrade = EditionContent['grades'][number];
export type EditionGate = EditionContent['gates'][number];
export type EditionRater = EditionContent['raters'][number];
