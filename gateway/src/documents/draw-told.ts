import { z } from 'zod';
import type { Table } from './paper.ts';

const named = z.object({ code: z.string(), name: z.string() });

/** A draw, as {@link DRAW} asks for it. */
export const drawTold = z.object({
  organization: z.object({ name: z.string() }),
  status: z.string(),
  announcedOn: z.string(),
  sample: z.number(),
  branches: z.number(),
  populationHash: z.string(),
  strata: z.array(z.object({ stratum: z.string(), of: z.number() })),
  excluded: z.array(z.object({ label: z.string(), count: z.number(), documentNo: z.string().nullable() })),
  commitBy: z.string(),
  revealBy: z.string().nullable(),
  bodies: z.array(
    z.object({
      id: z.string(),
      organization: z.object({ name: z.string() }),
      commitment: z.string().nullable(),
      nonce: z.string().nullable(),
      missed: z.boolean(),
    }),
  ),
  checkpoint: z.string().nullable(),
  seed: z.string().nullable(),
  shares: z.array(z.object({ stratum: z.string(), of: z.number(), drawn: z.number() })),
  drawn: z.array(z.string()),
  named: z.array(named),
  substituted: z.array(z.object({ branchId: z.string(), by: z.string().nullable(), reason: z.string() })),
});
export type DrawTold = z.infer<typeof drawTold>;

export const DRAW = `query ($drawId: ID!, $asOf: Date!, $knownAt: DateTime!) {
    draw(id: $drawId, asOf: $asOf, knownAt: $knownAt) {
      organization { name } status announcedOn sample branches populationHash strata { stratum of }
      excluded { label count documentNo } commitBy revealBy bodies { id organization { name } commitment nonce missed }
      checkpoint seed shares { stratum of drawn } drawn named { code name } substituted { branchId by reason }
    }
  }`;

const PARTS: readonly Readonly<Record<string, string>>[] = [
  { province: '省级命名', city: '市级命名', committee: '市直工委级命名', none: '未命名' },
  { leading: '先进', ordinary: '一般', lagging: '后进', none: '无等次' },
  { '0-12': '12个月以内检查过', '12-24': '12至24个月前检查过', '24+': '24个月内未检查' },
];

/** A stratum in words; what the format does not know stays as it is. */
export const stratumText = (stratum: string): string =>
  stratum
    .split('|')
    .map((part, index) => PARTS[index]?.[part] ?? part)
    .join('，');

/** Who draws, as a paper names them. */
export const bodiesOf = ({ bodies }: DrawTold): string => bodies.map(({ organization: { name } }) => name).join('、');

/** Who is not drawn from, and why, in one sentence. */
export const excludedText = ({ excluded }: DrawTold): string =>
  excluded.length === 0
    ? '没有被排除的党支部。'
    : `被排除的党支部：${excluded
        .map(({ label, count, documentNo }) => `${label}${count}个${documentNo === null ? '' : `（${documentNo}）`}`)
        .join('，')}。`;

/** 承诺值和随机数 of each body, in the order in which the format takes them. */
export const seedsOf = ({ bodies }: DrawTold, isResult: boolean): Table => ({
  title: isResult ? '各单位的承诺值和随机数' : '各单位的承诺值',
  columns: [
    { heading: '单位', width: 6 },
    { heading: '编号', width: 5 },
    { heading: '承诺值（SHA-256）', width: 11 },
    ...(isResult ? [{ heading: '随机数', width: 11 }] : []),
  ],
  rows: bodies.map(({ id, organization, commitment, nonce, missed }) => [
    organization.name,
    id,
    commitment ?? '尚未提交',
    ...(isResult ? [missed ? '未按时公开，以检查点代替' : (nonce ?? '')] : []),
  ]),
});
