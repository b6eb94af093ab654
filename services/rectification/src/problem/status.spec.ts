import { expect, it } from '@jest/globals';
import { problemContract } from '@zhibu/contracts';
import { type Asked, holdStatusLaw } from '@zhibu/contracts/testing';
import fc from 'fast-check';
import { about, actingFor, asSuperior, edition, finding, onBranch, sent, sentBy } from '../testing/examples.ts';
import { problemDecider } from './problem.decider.ts';

const { problemId } = about;
const ask = (name: string, data: object, facts: unknown = sent): Asked => ({
  command: { name, data: { problemId, ...data } },
  facts,
});

/** Whatever may be asked of a problem, with facts that refuse nothing by themselves. */
const asked: readonly Asked[] = [
  { command: { name: 'IdentifyProblem', data: finding }, facts: onBranch },
  ask(
    'DismissProblem',
    { because: 'not-a-problem', basis: { documentNo: '1' } },
    { ...asSuperior, dissolvedOn: null, duplicateOn: null },
  ),
  ask('OpenRectification', { item: finding.item, post: '书记', responsibleId: 'P-1', dueOn: '2023-04-30' }),
  ask('ReportProgress', { says: '过半' }),
  ask('RequestExtension', { until: '2023-05-30', reason: '需要时间' }, sentBy('P-2')),
  ask('GrantExtension', {}, asSuperior),
  ask('RefuseExtension', { reason: '不必' }, asSuperior),
  ask('ReportCompletion', { says: '完成', evidence: ['台账'] }),
  ask('VerifyCompletion', { accepted: true }, actingFor('C1', 'P-3')),
  ask('VerifyCompletion', { accepted: false, reason: '缺5月' }, actingFor('C1', 'P-3')),
  ask('CloseProblem', {}, asSuperior),
  ask('ReopenProblem', { reason: '又有了' }, { ...sent, dissolvedOn: null }),
  ask('Escalate', { level: 'branch-secretary', dueVersion: 1 }, { today: '2023-05-10', answering: null }),
  ask('ConfirmProblemAgain', { source: { kind: 'masses', reference: '再次来信' } }),
  {
    command: {
      name: 'DeclareCommonProblem',
      data: { organizationId: 'B1', aspect: finding.aspect, item: finding.item, basis: { documentNo: '1' } },
    },
    facts: { ...actingFor('B1'), kind: 'work-committee', editions: [edition], problems: [], branches: 10, among: 10 },
  },
  ask('ReassignRectification', { post: '书记', responsibleId: 'P-7', reason: '调离' }),
];

/** From the finding to a problem that is back: a history of chance alone would seldom come so far. */
const regular = [0, 2, 7, 8, 10, 11].flatMap((index) => asked[index] ?? []);

/** Two histories with every kind of event between them, so that chance only adds to what is held. */
const examples: [number, Asked[]][] = [
  [2, [13, 3, 12, 15, 4, 6, 4, 5, 7, 9, 7, 8, 10, 11].flatMap((index) => asked[index] ?? [])],
  [1, asked.slice(1, 2)],
  [0, asked.slice(14, 15)],
];

it('a problem has after every history the status that its last step leads to', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.nat(regular.length), fc.array(fc.constantFrom(...asked), { maxLength: 20 }), (so, all) => {
      const history = [...regular.slice(0, so), ...all];
      for (const type of holdStatusLaw(problemContract, problemDecider, history)) seen.add(type);
    }),
    { numRuns: 500, examples },
  );
  expect([...seen].sort()).toEqual(Object.keys(problemContract.events).sort());
});
