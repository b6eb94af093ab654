import { readFileSync } from 'node:fs';
import { editionContent, editionStream, gradingStream, listHashOf, roundStream } from '@zhibu/contracts';
import { decisionOf } from './decision.ts';
import { History } from './history.ts';
import { visited } from './papers-inspected.ts';
import { named as withDesignations } from './papers-named.ts';
import { revoked } from './papers-revoked.ts';
import { owed } from './papers-owed.ts';

const content = editionContent.parse(
  JSON.parse(readFileSync(new URL('../../../infra/demo/editions/classification-2022.json', import.meta.url), 'utf8')),
);
const editionId = `classification:${content.documentNo}`;
const editionRef = { editionId, editionHash: 'e'.repeat(64) };
const round = { workCommitteeId: 'C', scheme: 'classification', period: '2022' };
const ROUND = 'C:classification:2022';
const basis = { documentNo: '示例组〔2023〕3号' };

/** What a spreadsheet would run, if it took it for a formula. */
export const RUN = ['=1+1', '+1+1', '-1+1', '@SUM(1)', '\t=1+1', '=HYPERLINK("http://example.cn","x")'] as const;

const names = ['办公室', '组织处', '宣传处', '财务处', '法规处', '监督处', '信息中心', '服务中心'] as const;

interface Graded {
  readonly grade: 'advanced' | 'general' | 'lagging';
  readonly score: string;
}

const gradeOf = (index: number): Graded => {
  if (index % 8 < 3) return { grade: 'advanced', score: `9${index % 8}.50` };
  return index % 8 === 7 ? { grade: 'lagging', score: '61.25' } : { grade: 'general', score: `8${index % 8}.00` };
};

/** Those of the best grade, by code. */
const leading = Array.from({ length: 16 }, (_, index) => index).filter((index) => gradeOf(index).grade === 'advanced');

const branchId = (index: number): string => `C-U${index < 8 ? 1 : 2}-B0${index % 8}`;

/** A committee with two units of eight branches each, after a year of grading: a round, problems, a remediation, data, terms. */
export function papersCity(): History {
  const history = new History()
    .record(editionStream(editionId), 'EditionPublished', { ...editionRef, content })
    .register('P', 'province')
    .register('T', 'city', 'P');
  named(history, { id: 'C', kind: 'work-committee', parentId: 'T', name: '示范市直机关工委' });
  for (const [unit, name] of [
    ['C-U1', '市示范局'],
    ['C-U2', '市典型委员会'],
  ] as const) {
    named(history, { id: unit, kind: 'unit', parentId: 'C', name });
    named(history, { id: `${unit}-D`, kind: 'organ-committee', parentId: unit, name: `${name}机关党委` });
  }
  for (let index = 0; index < 16; index += 1) branch(history, index);
  const withAll = visited(withDesignations(owed(decided(history), branchId, ROUND), branchId), branchId);
  return revoked(withAll, branchId);
}

interface Named {
  readonly id: string;
  readonly kind: string;
  readonly parentId: string;
  readonly name: string;
  readonly sector?: string;
}

const named = (history: History, { id, ...said }: Named): History =>
  history.record(`organization-${id}`, 'OrganizationRegistered', {
    organizationId: id,
    code: id,
    ...said,
    effectiveOn: '2010-01-01',
    findings: [],
  });

function branch(history: History, index: number): void {
  const id = branchId(index);
  const unit = index < 8 ? '市示范局' : '市典型委员会';
  const name = index === 5 ? RUN[5] : `${unit}${names[index % 8]}党支部`;
  named(history, { id, kind: 'branch', parentId: `${id.slice(0, 4)}-D`, name, sector: 'organ' });
  history.organization(id, 'ElectionHeld', {
    effectiveOn: index % 5 === 0 ? '2020-08-01' : '2022-06-01',
    termYears: 3,
    findings:
      index % 5 === 0
        ? [
            { code: 'election-due', from: '2023-02-01', to: '2023-08-01' },
            { code: 'term-over', from: '2023-08-01' },
          ]
        : [],
  });
  history.grade(id, '2021', { grade: index % 3 === 0 ? 'general' : 'advanced', type: 'PriorGradeRecorded' });
}

const steps = [
  { step: 'self-rating', from: '2023-02-01', to: '2023-02-10' },
  { step: 'rating', from: '2023-02-11', to: '2023-02-20' },
  { step: 'unit-review', to: '2023-02-25' },
  { step: 'notice', from: '2023-03-01', to: '2023-03-07' },
  { step: 'confirmation', to: '2023-03-10' },
];

function decided(history: History): History {
  const edition = { ...editionRef, sector: 'organ', subjects: ['branch'] };
  const stream = roundStream(ROUND);
  const of = { roundId: ROUND, ...round };
  history.record(stream, 'RoundOpened', { ...of, editions: [edition], steps, openedOn: '2023-01-20', basis });
  for (let index = 0; index < 16; index += 1) grade(history, index);
  const list = leading.map((index) => ({ branchId: branchId(index), grade: 'advanced' }));
  const notice = { branches: list, listHash: listHashOf(list), from: '2023-03-01', to: '2023-03-08', workingDays: 5 };
  return history
    .record(stream, 'UnitReviewRecorded', {
      ...of,
      listHash: 'b'.repeat(64),
      unitId: 'C-U1',
      basis,
      reviewedOn: '2023-02-24',
    })
    .record(stream, 'RoundNoticeStarted', { ...of, ...notice })
    .closeRound('classification', '2022', {
      ...of,
      editions: [editionRef],
      effectiveOn: '2023-03-10',
      lagging: [branchId(7), branchId(15)],
      lostMost: content.aspects
        .slice(0, 4)
        .map(({ aspect, items: [item] }, index) => ({
          editionId,
          aspect,
          item: item?.code ?? '',
          text: item?.text ?? '',
          branches: 9 - index,
        })),
    });
}

function grade(history: History, index: number): void {
  const { grade: code, score } = gradeOf(index);
  const { label, standing } = content.grades.find((one) => one.code === code) ?? { label: code, standing: 'ordinary' };
  const subject = { branchId: branchId(index), scheme: 'classification', period: '2022', grade: code };
  history.record(gradingStream(subject.branchId, subject.scheme, subject.period), 'BranchGraded', {
    ...decisionOf('BranchGraded', { ...subject, effectiveOn: '2022-12-31' }, () => undefined),
    ...editionRef,
    label,
    standing,
    score,
    totals: content.raters.map((rater) => ({
      rater: rater.code,
      label: rater.label,
      kind: rater.kind,
      weight: String(rater.weight),
      total: score,
    })),
    gates:
      code === 'general' && index === 3
        ? [{ code: 'five-basics', says: '五个基本与智慧党建数据不符超过2项', measured: '3', bound: '2', lowered: true }]
        : [],
    findings: [
      {
        item: '1.1',
        aspect: 'organization-setup',
        rater: 'superior',
        pointsLost: '2',
        note: '组织设置不够规范，换届记录不完整',
        evidence: ['换届台账2022'],
      },
      { item: '4.2', aspect: 'organizational-life', rater: 'self', pointsLost: '1.5', note: RUN[0] },
    ],
  });
}
