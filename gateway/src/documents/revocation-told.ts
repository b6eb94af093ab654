import { z } from 'zod';
import type { Part, Table } from './paper.ts';
import { placed, PLACE } from './wording.ts';

const body = z.object({ name: z.string() }).nullable();
const decided = z.object({
  outcome: z.string(),
  decidedOn: z.string(),
  decidedBy: body,
  documentNo: z.string(),
  reason: z.string().nullable(),
});

/** A revocation, as {@link REVOCATION} asks for it. */
export const revocationTold = z.object({
  organization: placed,
  levelLabel: z.string(),
  kindLabel: z.string(),
  designation: z.object({ documentNo: z.string().nullable(), plaqueDueOn: z.string().nullable() }).nullable(),
  proposedOn: z.string(),
  proposedBy: body,
  facts: z.string(),
  grounds: z.array(z.object({ label: z.string(), findings: z.array(z.object({ says: z.string() })) })),
  decisionDueOn: z.string().nullable(),
  notice: z.object({ documentNo: z.string(), notifiedOn: z.string(), respondBy: z.string() }).nullable(),
  statement: z.object({ submittedOn: z.string() }).nullable(),
  grace: z.object({ from: z.string(), until: z.string() }).nullable(),
  decision: decided.extend({ revokedFrom: z.string().nullable(), appealBy: z.string().nullable() }).nullable(),
  appeal: z
    .object({ says: z.string(), lodgedOn: z.string(), decideBy: z.string(), decision: decided.nullable() })
    .nullable(),
});
export type RevocationTold = z.infer<typeof revocationTold>;
export const revocationAnswer = z.object({ revocation: revocationTold.nullable() });

const DECIDED = 'outcome decidedOn decidedBy { name } documentNo reason';
export const REVOCATION = `query ($revocationId: ID!, $asOf: Date!, $knownAt: DateTime!) {
    revocation(id: $revocationId, asOf: $asOf, knownAt: $knownAt) {
      organization { ...Place } levelLabel kindLabel designation { documentNo plaqueDueOn } proposedOn proposedBy { name } facts
      grounds { label findings { says } } decisionDueOn notice { documentNo notifiedOn respondBy }
      statement { submittedOn } grace { from until } decision { ${DECIDED} revokedFrom appealBy }
      appeal { says lodgedOn decideBy decision { ${DECIDED} } }
    }
  }
  ${PLACE}`;

/** 牌匾交回, 申诉 and 申诉处理: in so many days (domain.md, sections 4 and 6). */
export const PLAQUE_DAYS = 15;
export const APPEAL_DAYS = 15;
export const APPEAL_DECIDED_DAYS = 30;

/** So much of what somebody wrote stands in the text of a paper: the whole stands in an annex. */
const QUOTED = 1_000;

/** What somebody wrote, in the text of a paper; shortened, it says where the whole stands. */
export const quoted = (text: string, annex: string): string =>
  text.length <= QUOTED ? text : `${[...text].slice(0, QUOTED).join('')}……（全文见附件《${annex}》）`;

/** The whole of what is shortened in the text; nothing where it is not. */
export const wholeOf = (text: string, title: string): readonly Table[] =>
  text.length <= QUOTED ? [] : [{ title, columns: [{ heading: title, width: 30 }], rows: [[text]] }];

/** 依据的情形, each with the findings of inspections behind it. */
export const groundsOf = ({ grounds }: RevocationTold): Table => ({
  title: '情形和督查发现的问题',
  columns: [
    { heading: '序号', width: 3 },
    { heading: '情形', width: 8 },
    { heading: '督查发现的问题', width: 22 },
  ],
  rows: grounds
    .flatMap(({ label, findings }) => findings.map(({ says }) => [label, says]))
    .map((row, index) => [index + 1, ...row]),
});

/** 情形, in words. */
export const groundsText = ({ grounds }: RevocationTold): string => grounds.map(({ label }) => label).join('、');

/** What is, or was, named: 市直工委级基层党建示范点（工委〔2022〕1号）. */
export const namedText = ({ levelLabel, kindLabel, designation }: RevocationTold): string =>
  `${levelLabel}${kindLabel}${designation?.documentNo ? `（${designation.documentNo}）` : ''}`;

/** A chapter of a letter. */
export const chapter = (heading: string, ...texts: readonly string[]): readonly Part[] => [
  { kind: 'heading', text: heading },
  ...texts.map((text) => ({ kind: 'text' as const, text })),
];

/** Who issues it is left to a person where the asker does not see the body, or nobody has decided. */
export const signatureOf = (of: { readonly name: string } | null | undefined): string => of?.name ?? '（发文机关）';
