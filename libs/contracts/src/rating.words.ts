import { add, exact, toFixed, toText, zero } from '@zhibu/kernel';
import type { ComputedShape } from './grading.shapes.ts';
import type { Wording } from './vocabulary.ts';

/** What the sentence about a rating is made of: the edition's words, never its codes. */
export interface RatingSaid {
  /** The grade's word. */
  readonly label: string;
  /** The word of the computed grade; absent: the grade is from before the platform. */
  readonly computedLabel?: string | undefined;
  readonly score?: string | undefined;
  readonly totals: ComputedShape['totals'];
  readonly findings: readonly { readonly rater: string; readonly pointsLost: string }[];
  readonly gates: ComputedShape['gates'];
  readonly vetoes: ComputedShape['vetoes'];
  /** The word of the computed grade, where a reassessment may not rise so far at once. */
  readonly limitedFrom?: string | undefined;
  /** A superior decided it. */
  readonly isDetermined: boolean;
  readonly reason?: string | undefined;
  readonly documentNo?: string | undefined;
}

/** The whole of a rating in one sentence for an official: what each rater took off, the score, what held it down, who decided. */
export function ratingSays(said: RatingSaid): Wording {
  const parts = [...said.totals.map((total) => raterSaid(total, said.findings)), verdictSaid(said)];
  return { zh: parts.map(({ zh }) => zh).join('；'), en: parts.map(({ en }) => en).join('; ') };
}

function raterSaid(
  { rater, label, kind, total }: ComputedShape['totals'][number],
  findings: RatingSaid['findings'],
): Wording {
  if (kind === 'poll') return { zh: `${label}：测评${shown(total)}分`, en: `${label}: poll ${shown(total)}` };
  const lost = findings.filter((finding) => finding.rater === rater);
  if (lost.length === 0) return { zh: `${label}：未扣分`, en: `${label}: nothing lost` };
  const points = toText(lost.reduce((sum, { pointsLost }) => add(sum, exact(pointsLost)), zero));
  return {
    zh: `${label}：扣分${lost.length}项，共${points}分`,
    en: `${label}: ${lost.length} items, ${points} points lost`,
  };
}

function verdictSaid(said: RatingSaid): Wording {
  const { label, computedLabel, score, isDetermined } = said;
  const why = groundSaid(said);
  if (computedLabel === undefined)
    return { zh: `${label}（平台启用前评定）${why.zh}`, en: `${label} (decided before the platform)${why.en}` };
  const limit = limitSaid(said);
  const risen = riseSaid(said);
  const computed = {
    zh: `得分${shown(score ?? '0')}分，${limit.zh}初定为${risen.zh}${computedLabel}`,
    en: `score ${shown(score ?? '0')}, ${limit.en}computed ${risen.en}${computedLabel}`,
  };
  if (!isDetermined) return { zh: `${computed.zh}${why.zh}`, en: `${computed.en}${why.en}` };
  return {
    zh: `${computed.zh}，上级党组织审定为${label}${why.zh}`,
    en: `${computed.en}, determined ${label} by the superior${why.en}`,
  };
}

/** Points as people read them: two places at most. */
const shown = (points: string): string => toText(exact(toFixed(exact(points), 2)));

/** 最多提高一个等次: what a reassessment after a remediation would have given, before what it gives. */
function riseSaid({ limitedFrom }: RatingSaid): Wording {
  if (limitedFrom === undefined) return { zh: '', en: '' };
  return {
    zh: `${limitedFrom}，因整顿验收后重新定级最多提高一个等次，定为`,
    en: `${limitedFrom}; after a remediation a grade rises by one at most, so `,
  };
}

/** A veto before a gate; a gate that lowered nothing is not the reason. */
function limitSaid({ vetoes, gates }: RatingSaid): Wording {
  const reasons = vetoes.length > 0 ? vetoes : gates.filter(({ lowered }) => lowered);
  if (reasons.length === 0) return { zh: '', en: '' };
  return {
    zh: `因${reasons.map(({ says }) => says).join('、')}，`,
    en: `because of ${reasons.map(({ says }) => says).join(', ')}, `,
  };
}

function groundSaid({ reason, documentNo }: RatingSaid): Wording {
  return {
    zh: `${documentNo === undefined ? '' : `，依据${documentNo}`}${reason === undefined ? '' : `，理由：${reason}`}`,
    en: `${documentNo === undefined ? '' : `, on ${documentNo}`}${reason === undefined ? '' : `, because: ${reason}`}`,
  };
}
