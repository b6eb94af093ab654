import { describe, expect, it } from '@jest/globals';
import { type AccessCommand, accessContract, type AccessEvent, type AccessHead } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { specification } from '@zhibu/kernel/testing';
import { accessDecider } from './access.decider.ts';

const { given } = specification(accessDecider);
const system = { today: '2026-03-03', actor: { personId: 'system', role: 'system' } };
const head: AccessHead = {
  day: '2026-03-02',
  chains: [{ writer: '6f1a5c1e-5b5d-4c0a-9d53-7a6962750001', firstEntry: 1, lastEntry: 7, hash: 'a'.repeat(64) }],
};
const seal = (data = head): AccessCommand => ({ name: 'SealAccessHead', data });
const sealed: AccessEvent = { type: 'AccessHeadSealed', data: head };

describe('the head of a day of the log of accesses', () => {
  it('is sealed once the day is over', () => given().when(seal(), system).then(sealed));
  it('is not sealed while the day lasts, nor before it', () => {
    for (const today of [head.day, '2026-03-01'])
      given()
        .when(seal(), { ...system, today })
        .thenRefused('ACCESS_DAY_NOT_OVER');
  });
  it('sealed again with the same chains is the same', () => given(sealed).when(seal(), system).thenNothing());
  it('sealed with others is refused, for somebody has to look into it', () =>
    given(sealed)
      .when(seal({ ...head, chains: head.chains.map((one) => ({ ...one, hash: 'b'.repeat(64) })) }), system)
      .thenRefused('ACCESS_HEAD_SEALED'));
  it('is sealed by nobody but the platform', () =>
    given()
      .when(seal(), { ...system, actor: { personId: 'local-operator', role: 'operator' } })
      .thenRefused('ACCESS_SEALED_BY_PLATFORM'));
  it('has the status that its last step leads to', () =>
    expect([...holdStatusLaw(accessContract, accessDecider, [{ command: seal(), facts: system }])]).toContain(
      'AccessHeadSealed',
    ));
});
