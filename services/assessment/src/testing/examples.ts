import { readFileSync } from 'node:fs';
import { editionContent, type EditionContent, editionId, editionTerms, type RoundEdition } from '@zhibu/contracts';
import { contentHash } from '@zhibu/kernel';
import type { SuperiorFacts } from '@zhibu/register/rules';
import type { PublishedEdition } from '../edition/edition.state.ts';
import type {
  Assignment,
  ClosureFacts,
  EditionFacts,
  HandFacts,
  LateFacts,
  Placement,
  PlacementFacts,
  MatchFacts,
  PriorFacts,
} from '../grading/grading.state.ts';

/** The facts of any command on a grading. */
export type GradingFacts = EditionFacts &
  ClosureFacts &
  PlacementFacts &
  PriorFacts &
  SuperiorFacts &
  MatchFacts &
  LateFacts &
  HandFacts;

const demo = new URL('../../../../infra/demo/', import.meta.url);

/** A file of the demonstration data. */
export const demoFile = (path: string): string => readFileSync(new URL(path, demo), 'utf8');

/** One of the two standards that come with the demonstration. */
export const demoEdition = (name: 'classification-2022' | 'appraisal-2021'): EditionContent =>
  editionContent.parse(JSON.parse(demoFile(`editions/${name}.json`)));

export const published = (content: EditionContent): PublishedEdition => ({
  editionId: editionId(content),
  editionHash: contentHash(content),
  content,
});

const whatIsRated: Pick<EditionContent, 'grades' | 'raters' | 'poll' | 'aspects' | 'bonus'> = {
  grades: [
    { code: 'three', label: '三星', min: 90, standing: 'leading', focus: true },
    { code: 'two', label: '二星', min: 60, standing: 'ordinary' },
    { code: 'one', label: '一星', min: 0, standing: 'lagging', focus: true },
  ],
  raters: [
    { code: 'own', label: '自己', kind: 'itemised', weight: 0.25 },
    { code: 'crowd', label: '大家', kind: 'poll', weight: 0.25 },
    { code: 'above', label: '上级', kind: 'itemised', weight: 0.5 },
  ],
  poll: { scores: { yes: 100, so: 50, no: 0 }, satisfied: ['yes'] },
  aspects: [
    { aspect: 'tidy', label: '整洁', items: [{ code: 'T1', text: '地面', points: 40, scoring: 'deduction' }] },
    {
      aspect: 'kind',
      label: '友善',
      items: [{ code: 'K1', text: '问候', points: 60, scoring: 'checklist', checklist: ['morning'] }],
    },
  ],
  bonus: {
    cap: 3,
    items: [
      { code: 'X1', text: '表扬', points: 2 },
      { code: 'X2', text: '推广', points: 2 },
    ],
  },
};

const whatLimits: Pick<EditionContent, 'gates' | 'vetoes' | 'quotas'> = {
  gates: [
    { code: 'A', measure: 'satisfaction', below: 0.8, cap: 'two', says: '满意度低于80%的不得评三星' },
    { code: 'B', measure: 'dataMismatches', above: 1, cap: 'one', says: '数据不符超过1项的评一星' },
  ],
  vetoes: [
    { code: 'Z1', says: '弄虚作假' },
    { code: 'Z2', says: '长期停摆' },
  ],
  quotas: [{ grade: 'three', maxShare: 0.4 }],
};

/** A small standard of its own words: two raters and a poll, a bonus, two gates, two vetoes and a quota. */
export const aStandard = (overrides: Partial<EditionContent> = {}): EditionContent => ({
  title: '小标准',
  scheme: 'stars',
  sector: 'organ',
  documentNo: '小〔2022〕1号',
  effectiveFrom: '2022-01-01',
  ...whatIsRated,
  ...whatLimits,
  ...overrides,
});

export const subject = { branchId: 'B1', scheme: 'stars', period: '2022' };
export const basis = { documentNo: '核〔2023〕2号' };

/** The edition as a round of its sector holds it. */
export const roundEditionOf = ({ editionId: id, editionHash, content }: PublishedEdition): RoundEdition => ({
  editionId: id,
  editionHash,
  sector: content.sector,
  subjects: [...editionTerms(content).subjects],
});

/** The assignment of branch B1 under a standard. */
export const assignmentUnder = (
  { editionId: id, editionHash }: PublishedEdition,
  overrides: Partial<Assignment> = {},
): Assignment => ({
  ...subject,
  editionId: id,
  editionHash,
  roundId: 'W-stars-2022',
  workCommitteeId: 'W',
  ...overrides,
});

export const aPlacement = (edition: PublishedEdition, overrides: Partial<Placement> = {}): Placement => ({
  kind: 'branch',
  alive: true,
  sector: 'organ',
  form: 'ordinary',
  workCommitteeId: 'W',
  round: { roundId: 'W-stars-2022', closed: false, edition, exempt: false },
  ...overrides,
});

export const factsUnder = (edition: PublishedEdition | null, overrides: Partial<GradingFacts> = {}): GradingFacts => ({
  edition,
  today: '2023-02-01',
  actor: { personId: 'P-9', role: 'operator', organizationId: 'W' },
  superiors: ['W'],
  standingMatch: null,
  admittedBy: [],
  inspectors: [],
  roundClosed: false,
  placement: null,
  livedInPeriod: true,
  firstRound: null,
  gradesOfScheme: ['优', '良'],
  ...overrides,
});
