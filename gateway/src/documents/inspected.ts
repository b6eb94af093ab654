import { z } from 'zod';
import { dayText } from './paper.ts';
import { placed, PLACE } from './wording.ts';

const worded = z.object({ code: z.string(), label: z.string() });

/** An inspection, as {@link INSPECTED} asks for it: without its team, for no paper names who looked. */
export const inspected = z.object({
  organization: placed,
  body: z.object({ name: z.string() }).nullable(),
  scope: worded,
  mode: worded,
  purpose: worded,
  status: z.string(),
  visitOn: z.string(),
  visitedOn: z.string().nullable(),
  planItem: z.string().nullable(),
  drawId: z.string().nullable(),
  documentNo: z.string().nullable(),
  outcome: worded.nullable(),
  findings: z.array(
    z.object({
      aspect: worded,
      item: z.string(),
      itemText: z.string().nullable(),
      says: z.string(),
      severity: worded,
      foundOn: z.string(),
      programme: z.string().nullable(),
      evidence: z.array(z.string()),
      withdrawn: z.boolean(),
    }),
  ),
  spotChecks: z.array(
    z.object({ kind: worded, askedCount: z.number(), rightCount: z.number(), checkedOn: z.string() }),
  ),
});
export type Inspected = z.infer<typeof inspected>;

export const INSPECTED = `fragment Inspected on Inspection {
    organization { ...Place } body { name } scope { code label } mode { code label } purpose { code label } status
    visitOn visitedOn planItem drawId documentNo outcome { code label }
    findings { aspect { code label } item itemText says severity { code label } foundOn programme evidence withdrawn }
    spotChecks { kind { code label } askedCount rightCount checkedOn }
  }
  ${PLACE}`;

/** The findings that stand. */
export const standingIn = ({ findings }: Pick<Inspected, 'findings'>): Inspected['findings'] =>
  findings.filter(({ withdrawn }) => !withdrawn);

/** The day of a visit as it was, else as it is planned. */
export const visitDay = ({ visitedOn, visitOn }: Pick<Inspected, 'visitedOn' | 'visitOn'>): string =>
  visitedOn ?? visitOn;

/** On what an inspection rests. */
export const groundOf = ({ planItem, drawId, documentNo }: Inspected): string =>
  [
    ...(planItem === null ? [] : [`计划事项${planItem}`]),
    ...(drawId === null ? [] : [`随机抽取${drawId}`]),
    ...(documentNo === null ? [] : [documentNo]),
  ].join('、');

/** Where, when and how, as a paper says it. */
export const visitText = (found: Inspected): string =>
  `${dayText(visitDay(found))}，${found.body?.name ?? '督查单位'}对${found.organization.name}进行了${found.scope.label}（${found.mode.label}，${found.purpose.label}）`;
