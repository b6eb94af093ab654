import type { Wording } from './vocabulary.ts';

export const revocationGrounds = ['responsibility-not-implemented', 'poor-effect', 'quality-decline'] as const;
export type RevocationGround = (typeof revocationGrounds)[number];

/** 取消命名的情形 (domain.md, section 6). */
export const revocationGroundWords: Readonly<Record<RevocationGround, Wording>> = {
  'responsibility-not-implemented': { zh: '创建责任落实不到位', en: 'the responsibility is not implemented' },
  'poor-effect': { zh: '创建效果不好', en: 'the effect is poor' },
  'quality-decline': { zh: '工作质量滑坡', en: 'the quality of the work declines' },
};

export const revocationOutcomes = ['revoke', 'retain'] as const;
export type RevocationOutcome = (typeof revocationOutcomes)[number];

/** 取消命名的决定. */
export const revocationOutcomeWords: Readonly<Record<RevocationOutcome, Wording>> = {
  revoke: { zh: '取消命名', en: 'revoked' },
  retain: { zh: '保留命名', en: 'retained' },
};

export const appealOutcomes = ['uphold', 'overturn'] as const;
export type AppealOutcome = (typeof appealOutcomes)[number];

/** 申诉的处理决定. */
export const appealOutcomeWords: Readonly<Record<AppealOutcome, Wording>> = {
  uphold: { zh: '维持取消命名', en: 'the revocation is upheld' },
  overturn: { zh: '恢复命名', en: 'the revocation is overturned' },
};
