import { wordsOfScheme } from '@zhibu/contracts';
import { addDays } from '@zhibu/kernel';
import { z } from 'zod';
import { dayText, type Part } from './paper.ts';

/** What tells where an organization stands: under which unit, and which Party organization is above it. */
export const PLACE = `fragment Place on Organization {
  code name kind parent { name kind parent { name kind parent { name kind parent { name kind } } } }
}`;

export interface Above {
  readonly name: string;
  readonly kind: string;
  readonly parent?: Above | null | undefined;
}

const above: z.ZodType<Above> = z.object({
  name: z.string(),
  kind: z.string(),
  get parent() {
    return above.nullish();
  },
});

/** An organization as {@link PLACE} asks for it. */
export const placed = z.object({ code: z.string(), name: z.string(), kind: z.string(), parent: above.nullable() });
export type Placed = z.infer<typeof placed>;

/** 单位: the nearest unit at or above it; else what it stands under. */
export function unitOf(place: Placed): string {
  for (let one: Above | null | undefined = place; one; one = one.parent) if (one.kind === 'unit') return one.name;
  return place.parent?.name ?? '';
}

/** 上级党组织: what it stands under, unless that is its unit. */
export const partyAbove = ({ parent }: Placed): string => (parent && parent.kind !== 'unit' ? parent.name : '');

/** 2025年度分类定级, and never 年度年度考核. */
export function roundName(period: string, scheme: string): string {
  const { zh } = wordsOfScheme(scheme);
  return zh.startsWith('年度') ? `${period}${zh}` : `${period}年度${zh}`;
}

const DIGITS = '一二三四五六七八九十';

/** 一、 to 十、 */
export const ordinal = (index: number): string => DIGITS[index] ?? String(index + 1);

/** A share of a whole in percent, to one place; of nothing nothing. */
export const share = (part: number, whole: number): string =>
  whole === 0 ? '0%' : `${(Math.round((part * 1000) / whole) / 10).toFixed(1)}%`;

/** Who somebody is, where whoever asks may learn it. */
export const named = z.object({ name: z.string().nullable() }).nullable();
export const nameOf = (person: z.infer<typeof named>): string => person?.name ?? '';

/** From the first to the last day of a notice; `to`: the first day on which it is over. */
export const noticeDays = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  `${dayText(from)}至${dayText(addDays(to, -1))}`;

/** What every public notice says beside its list: when it is, and to whom an objection goes. */
export const noticeParts = (days: string, body: string): readonly Part[] => [
  { kind: 'heading', text: '一、公示时间' },
  { kind: 'text', text: `${days}。` },
  { kind: 'heading', text: '二、意见反映' },
  {
    kind: 'text',
    text: `对公示名单有异议的，请在公示期内以书面、电话或当面反映等方式，向${body}提出；反映情况应当客观真实，以便核实。`,
  },
];
