import { currentVersion } from '@zhibu/contracts';
import { lastDayOf, type NewEvent } from '@zhibu/kernel';

export const HASH = '0'.repeat(64);
export const EDITION = 'classification:示例〔2019〕1号';
export const BASIS = { documentNo: '示例〔2023〕1号', issuedBy: '市直机关工委', issuedOn: '2023-01-10' };
export const PROVINCE = '99';

/** The facts of one stream, in order. */
export interface StreamFacts {
  readonly stream: string;
  readonly events: readonly NewEvent[];
}

const actor = { personId: 'P-1', role: 'operator', organizationId: '990100-SZGW' };
let made = 0;

export function factsOf(
  stream: string,
  facts: readonly { readonly type: string; readonly data: object }[],
): StreamFacts {
  return {
    stream,
    events: facts.map(({ type, data }) => {
      made += 1;
      // Counted, not hashed: making millions of events must not take longer than what is measured.
      const id = `00000000-0000-5000-8000-${made.toString(16).padStart(12, '0')}`;
      return {
        id,
        type,
        schemaVersion: currentVersion(type),
        data,
        metadata: { commandId: id, commandHash: HASH, correlationId: id, actor },
      };
    }),
  };
}

export interface Registered {
  readonly id: string;
  readonly kind: string;
  readonly parentId?: string;
  readonly openedOn?: string;
}

export function registration({ id, kind, parentId, openedOn = '1990-01-01' }: Registered): {
  readonly type: string;
  readonly data: object;
} {
  const parent = parentId === undefined ? {} : { parentId };
  return {
    type: 'OrganizationRegistered',
    data: {
      organizationId: id,
      code: id,
      kind,
      name: `${id}党支部`,
      sector: 'organ',
      ...parent,
      effectiveOn: openedOn,
      findings: [],
    },
  };
}

/** A published edition with three grades. */
export function edition(): StreamFacts {
  const grade = (code: string, label: string, min: number) => ({
    code,
    label,
    min,
    standing: 'ordinary',
    focus: code !== 'general',
  });
  const content = {
    title: '标准',
    scheme: 'classification',
    sector: 'organ',
    documentNo: '示例〔2019〕1号',
    effectiveFrom: '2019-01-01',
    grades: [grade('advanced', '先进', 90), grade('general', '一般', 70), grade('lagging', '后进', 0)],
    raters: [{ code: 'self', label: '自评', kind: 'itemised', weight: 1 }],
    aspects: [
      {
        aspect: 'organization-setup',
        label: '组织设置',
        items: [{ code: '1.1', text: '按期换届', points: 100, scoring: 'deduction' }],
      },
    ],
    bonus: { cap: 0, items: [] },
    gates: [],
    vetoes: [],
    quotas: [],
  };
  return factsOf(`edition-${EDITION}`, [
    { type: 'EditionPublished', data: { editionId: EDITION, editionHash: HASH, content } },
  ]);
}

/** What a decision on a grade says that was computed. */
export function decided(branchId: string, period: string, grade: string): object {
  return {
    branchId,
    scheme: 'classification',
    period,
    editionId: EDITION,
    editionHash: HASH,
    roundId: `990100-SZGW:classification:${period}`,
    workCommitteeId: '990100-SZGW',
    grade,
    label: grade === 'general' ? '一般' : '先进',
    standing: 'ordinary',
    focus: grade !== 'general',
    effectiveOn: lastDayOf(period),
    score: '83.35',
    computedGrade: grade,
    scoreGrade: grade,
    totals: [
      { rater: 'members', label: '党员群众测评', kind: 'poll', weight: '0.3', total: '84.5' },
      { rater: 'superior', label: '上级党组织评定', kind: 'itemised', weight: '0.7', total: '82.86' },
    ],
    decidedBy: { kind: 'score', codes: [] },
    gates: [],
    vetoes: [],
    next: { grade: 'advanced', label: '先进', pointsShort: '6.65', blockedBy: [] },
    findings: ['1.1', '1.2', '2.3', '4.1'].map((item) => ({
      item,
      aspect: 'organization-setup',
      rater: 'superior',
      pointsLost: '2',
      note: '换届材料不全',
    })),
    inputsHash: HASH,
  };
}

/** Numbers that look random and are the same in every run (Lehmer's generator). */
export function numbers(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
