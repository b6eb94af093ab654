import {
  type EditionContent,
  editionTerms,
  type QuotaTerms,
  type quotaScopes,
  type ExemptForm,
  type Wording,
} from '@zhibu/contracts';
import { exact, multiply, toText } from '@zhibu/kernel';

const scopeWords: Readonly<Record<(typeof quotaScopes)[number], Wording>> = {
  committee: { zh: '按工委统计', en: 'counted over the committee' },
  unit: { zh: '按单位统计', en: 'counted over each unit' },
  group: { zh: '按单位组统计', en: 'counted over each group of units' },
};

const formWords: Readonly<Record<ExemptForm, Wording>> = {
  joint: { zh: '联合党支部', en: 'joint branches' },
  temporary: { zh: '临时党支部', en: 'temporary branches' },
  retired: { zh: '离退休党支部', en: 'branches of the retired' },
};

/** How many may have a grade, in words. */
export function quotaSays({ maxShare, per, fromBranches, ofFewer }: QuotaTerms): Wording {
  const share = `${toText(multiply(exact(maxShare), exact(100)))}%`;
  return {
    zh: `不超过${share}（${scopeWords[per].zh}；不足${fromBranches}个党支部的，不超过${ofFewer}个）`,
    en: `at most ${share} (${scopeWords[per].en}; of fewer than ${fromBranches} branches at most ${ofFewer})`,
  };
}

/** A rule of an edition beside its items and grades. */
export interface RuleSaid {
  readonly kind: 'gate' | 'veto' | 'exemption' | 'notice';
  readonly code: string;
  readonly says: Wording;
}

/** Gates and vetoes as the edition words them, then who may be exempted and what is made public, in our words. */
export function rulesOf(content: EditionContent): readonly RuleSaid[] {
  const { gates, vetoes } = content;
  return [
    ...gates.map(({ code, says }): RuleSaid => ({ kind: 'gate', code, says: { zh: says, en: says } })),
    ...vetoes.map(({ code, says }): RuleSaid => ({ kind: 'veto', code, says: { zh: says, en: says } })),
    ...exemptionsOf(content),
    ...noticeOf(content),
  ];
}

function exemptionsOf(content: EditionContent): readonly RuleSaid[] {
  const { livedLessThanMonths: months, forms } = editionTerms(content).exempt;
  const young: RuleSaid = {
    kind: 'exemption',
    code: 'lived-less',
    says: {
      zh: `至年末成立不满${months}个月的，可免于定级`,
      en: `founded less than ${months} months before the end of the year: may be exempted`,
    },
  };
  return [
    ...(months > 0 ? [young] : []),
    ...forms.map((form): RuleSaid => ({
      kind: 'exemption',
      code: form,
      says: { zh: `${formWords[form].zh}可免于定级`, en: `${formWords[form].en}: may be exempted` },
    })),
  ];
}

function noticeOf(content: EditionContent): readonly RuleSaid[] {
  const { grades, workingDays } = editionTerms(content).notice;
  const labels = content.grades.filter(({ code }) => grades.includes(code)).map(({ label }) => label);
  if (labels.length === 0) return [];
  return [
    {
      kind: 'notice',
      code: 'notice',
      says: {
        zh: `拟定为${labels.join('、')}的，核准前公示${workingDays}个工作日`,
        en: `${labels.join(', ')}: made public for ${workingDays} working days before it is confirmed`,
      },
    },
  ];
}
