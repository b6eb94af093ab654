import { describe, expect, it } from '@jest/globals';
import { type CommandNamed, drawContract, type DrawEvent } from '@zhibu/contracts';
import { type Asked, holdStatusLaw } from '@zhibu/contracts/testing';
import type { Actor } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import {
  actingFor,
  allCommitted,
  announce,
  announced,
  announcing,
  at,
  type BodyId,
  commitmentsOf,
  committed,
  completed,
  drawn,
  missed,
  nonces,
  revealBy,
  revealed,
  voiding,
} from '../testing/examples.ts';
import { drawDecider } from './draw.decider.ts';
import { dueOf } from './draw.rules.ts';

const draw = specification(drawDecider);
const of = { drawId: 'D1' };
const commit = (bodyId: BodyId, commitment = commitmentsOf(bodyId)): CommandNamed<'CommitSeed'> => ({
  name: 'CommitSeed',
  data: { ...of, bodyId, commitment },
});
const reveal = (bodyId: BodyId, nonce: string = nonces[bodyId]): CommandNamed<'RevealSeed'> => ({
  name: 'RevealSeed',
  data: { ...of, bodyId, nonce },
});
const miss = (bodyId: BodyId): CommandNamed<'MissReveal'> => ({ name: 'MissReveal', data: { ...of, bodyId } });
const complete: CommandNamed<'CompleteDraw'> = { name: 'CompleteDraw', data: of };
const lapse: CommandNamed<'LapseDraw'> = { name: 'LapseDraw', data: of };
const voidBy = (bodyId: BodyId): CommandNamed<'VoidDraw'> => ({
  name: 'VoidDraw',
  data: { ...of, bodyId, reason: '名单有误' },
});
const substitute: CommandNamed<'SubstituteDrawn'> = {
  name: 'SubstituteDrawn',
  data: { ...of, branchId: 'B3', reason: '已撤销' },
};
describe('each body commits for itself', () => {
  it('once, and with the last one 24 hours to reveal begin', () => {
    draw.given(announced).when(commit('C'), at('C')).then(committed('C'));
    draw.given(announced, committed('C')).when(commit('W'), at('W')).then(committed('W', true));
    draw.given(announced, committed('C')).when(commit('C'), at('C')).thenNothing();
    draw
      .given(announced, committed('C'))
      .when(commit('C', '00'.repeat(32)), at('C'))
      .thenRefused('COMMITMENT_STANDS');
  });

  it('and one person for one body, whoever of them signs or types', () => {
    const byPerson = Object.assign({ ...committed('C') }, { metadata: { actor: at('C').actor } });
    const ofW = (actor: Actor) => draw.given(announced, byPerson).when(commit('W'), { ...at('W'), actor });
    ofW(at('W').actor).thenRefused('COMMITTED_FOR_ANOTHER_BODY');
    const another = { ...at('W').actor, personId: 'P-2' };
    ofW({ ...another, enteredBy: { personId: 'P-9', documentNo: '1' } }).thenRefused('COMMITTED_FOR_ANOTHER_BODY');
    ofW(another).then(committed('W', true));
    draw.given(announced, byPerson).when(commit('C'), at('C')).thenNothing();
  });

  it('and no other for it, nor after the last day', () => {
    draw.given(announced).when(commit('C'), at('W')).thenRefused('NOT_A_BODY_OF_THE_DRAW');
    draw
      .given(announced)
      .when(commit('C'), at('C', '2023-06-05T15:00:00.000Z'))
      .then({ ...committed('C'), data: { ...committed('C').data, effectiveOn: '2023-06-05' } } as DrawEvent);
    draw.given(announced).when(commit('C'), at('C', '2023-06-06T00:00:00.000Z')).thenRefused('COMMITMENTS_OVER');
  });

  it('or the draw lapses, naming who is missing', () => {
    draw
      .given(announced, committed('C'))
      .when(lapse, actingFor('W', '2023-06-06'))
      .then({ type: 'DrawLapsed', data: { ...of, under: 'W', effectiveOn: '2023-06-06', missing: ['W'] } });
    draw.given(announced, committed('C')).when(lapse, actingFor('W', '2023-06-05')).thenRefused('DRAW_NOT_LAPSED');
    draw
      .given(...allCommitted)
      .when(lapse, actingFor('W', '2023-06-06'))
      .thenRefused('DRAW_NOT_LAPSED');
  });
});

describe('each body reveals', () => {
  it('when all have committed, and not before', () => {
    draw.given(announced, committed('C')).when(reveal('C'), at('C')).thenRefused('COMMITMENTS_MISSING');
    draw
      .given(...allCommitted)
      .when(reveal('C'), at('C'))
      .then(revealed('C'));
    draw
      .given(...allCommitted, revealed('C'))
      .when(reveal('C'), at('C'))
      .thenNothing();
  });

  it('what it committed to, and nothing else', () => {
    draw
      .given(...allCommitted)
      .when(reveal('C', nonces.W), at('C'))
      .thenRefused('NONCE_MISMATCH');
    draw
      .given(...allCommitted)
      .when(reveal('C'), at('W'))
      .thenRefused('NOT_A_BODY_OF_THE_DRAW');
  });

  it('within 24 hours of the last commitment; who does not is named', () => {
    draw
      .given(...allCommitted)
      .when(reveal('C'), at('C', revealBy))
      .thenRefused('REVEAL_LATE');
    draw
      .given(...allCommitted, missed('C'))
      .when(reveal('C'), at('C'))
      .thenRefused('REVEAL_LATE');
    draw
      .given(...allCommitted)
      .when(miss('C'), at('C', revealBy))
      .then(missed('C'));
    draw
      .given(...allCommitted, missed('C'))
      .when(miss('C'), at('C', revealBy))
      .thenNothing();
    draw
      .given(...allCommitted)
      .when(miss('C'), at('C', '2023-06-02T03:59:59.999Z'))
      .thenRefused('REVEAL_NOT_MISSED');
    draw
      .given(...allCommitted, revealed('C'))
      .when(miss('C'), at('C', revealBy))
      .thenRefused('REVEAL_NOT_MISSED');
  });
});

describe('a draw is completed', () => {
  const facts = { ...actingFor('W'), completed: drawn };

  it('by what all have revealed, or missed to, once', () => {
    const all = [...allCommitted, revealed('C'), revealed('W')];
    draw
      .given(...all)
      .when(complete, facts)
      .then(completed);
    draw
      .given(...all, completed)
      .when(complete, facts)
      .thenNothing();
    draw
      .given(...allCommitted, revealed('C'))
      .when(complete, facts)
      .thenRefused('REVEALS_MISSING');
    const checkpoint = 'ef'.repeat(32);
    draw
      .given(...allCommitted, revealed('C'), missed('W'))
      .when(complete, { ...facts, completed: { ...drawn, checkpoint } })
      .then({ ...completed, data: { ...completed.data, checkpoint } } as DrawEvent);
  });

  it('and whoever cannot be visited is substituted by the next of the stratum, once, by one of the bodies', () => {
    const all = [...allCommitted, revealed('C'), revealed('W'), completed];
    const next = { ...actingFor('W'), next: 'B4', passedOver: [] };
    const data = { ...of, under: 'W', effectiveOn: '2023-06-01', branchId: 'B3', reason: '已撤销' };
    const stepsIn: DrawEvent = { type: 'DrawnSubstituted', data: { ...data, by: 'B4' } };
    draw
      .given(...all)
      .when(substitute, next)
      .then(stepsIn);
    draw
      .given(...all)
      .when(substitute, { ...next, next: null })
      .then({ type: 'DrawnSubstituted', data });
    const turn = (branchId: string, by: string, why: string): DrawEvent => ({
      type: 'DrawnSubstituted',
      data: { ...data, branchId, by, reason: `轮到替补时该党支部${why}，顺延至下一个` },
    });
    const passedOver = (['dissolved', 'moved', 'temporary'] as const).map((because, index) => ({
      branchId: `B${4 + index}`,
      because,
    }));
    draw
      .given(...all)
      .when(substitute, { ...next, next: 'B7', passedOver })
      .then(
        stepsIn,
        turn('B4', 'B5', '已撤销'),
        turn('B5', 'B6', '已不在本次抽取范围内'),
        turn('B6', 'B7', '为临时党支部'),
      );
    draw
      .given(...all, stepsIn)
      .when(substitute, next)
      .thenRefused('NOT_DRAWN');
    draw
      .given(...all)
      .when(substitute, { ...next, ...actingFor('P') })
      .thenRefused('NOT_A_BODY_OF_THE_DRAW');
    draw
      .given(...allCommitted)
      .when(substitute, next)
      .thenRefused('DRAW_NOT_COMPLETED');
  });
});

describe('a draw is voided', () => {
  it('by all bodies, before anything is revealed', () => {
    draw
      .given(...allCommitted)
      .when(voidBy('C'), actingFor('C'))
      .then(voiding('C', 'VoidingAgreed'));
    const one = [...allCommitted, voiding('C', 'VoidingAgreed')];
    draw
      .given(...one)
      .when(voidBy('C'), actingFor('C'))
      .thenNothing();
    draw
      .given(...one)
      .when(voidBy('W'), actingFor('W'))
      .then(voiding('W', 'DrawVoided'));
    draw
      .given(...one, voiding('W', 'DrawVoided'))
      .when(commit('C'), at('C'))
      .thenRefused('DRAW_ENDED');
  });

  it('never from the first reveal on, or once one is missed: who could know a result cannot void it', () => {
    for (const first of [revealed('C'), missed('C')])
      draw
        .given(...allCommitted, first)
        .when(voidBy('W'), actingFor('W'))
        .thenRefused('DRAW_REVEALED');
    draw.given(announced).when(voidBy('W'), actingFor('C')).thenRefused('NOT_A_BODY_OF_THE_DRAW');
  });
});

it.each([
  ['nothing while commitments may come', [announced, committed('C')], '2023-06-05T10:00:00.000Z', undefined],
  ['that it lapses after their last day', [announced, committed('C')], '2023-06-06T00:00:00.000Z', { step: 'lapse' }],
  ['nothing while reveals may come', allCommitted, '2023-06-02T03:59:59.999Z', undefined],
  ['who missed, at the deadline', [...allCommitted, revealed('C')], revealBy, { step: 'miss', bodyIds: ['W'] }],
  [
    'that it is completed once all are in',
    [...allCommitted, revealed('C'), missed('W')],
    revealBy,
    { step: 'complete' },
  ],
  ['nothing any more once it is', [...allCommitted, revealed('C'), revealed('W'), completed], revealBy, undefined],
] as const)('of a draw is due: %s', (_, history, now, due) => {
  const state = history.reduce((before, event) => drawDecider.evolve(before, event), drawDecider.initialState);
  expect(dueOf(state, { today: now.slice(0, 10), now })).toEqual(due);
});

it('knows no draw that was not announced', () => {
  draw.given().when(commit('C'), at('C')).thenRefused('DRAW_UNKNOWN');
  draw.given().when(lapse, actingFor('W')).thenRefused('DRAW_UNKNOWN');
});

it('has after every history the status that its last step leads to', () => {
  const steps: Asked[] = [
    { command: announce, facts: announcing },
    { command: commit('C'), facts: at('C') },
    { command: commit('W'), facts: at('W') },
    { command: voidBy('C'), facts: actingFor('C') },
    { command: reveal('C'), facts: at('C') },
    { command: miss('W'), facts: at('W', revealBy) },
    { command: complete, facts: { ...actingFor('W'), completed: drawn } },
    { command: substitute, facts: { ...actingFor('W'), next: null, passedOver: [] } },
    { command: voidBy('W'), facts: actingFor('W') },
    { command: lapse, facts: actingFor('W', '2023-06-06') },
  ];
  const [announcement, first, second, voids, ...others] = steps;
  const seen = new Set<string>();
  const examples = [
    [announcement, first, second, voids, ...others],
    [announcement, voids, others.at(-2)],
    [announcement, others.at(-1)],
  ].map((ofOne): [Asked[]] => [ofOne.flatMap((step) => step ?? [])]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 14 }), (all) => {
      for (const type of holdStatusLaw(drawContract, drawDecider, all)) seen.add(type);
    }),
    { examples },
  );
  expect([...seen].sort()).toEqual(Object.keys(drawContract.events).sort());
});
