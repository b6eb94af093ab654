import { describe, expect, it } from '@jest/globals';
import { identify, OPERATOR } from '../access/principal.ts';
import { senderOf, viewerOf } from './actor.ts';
import { askerOf } from './asker.ts';
import { connectionOf, pageOf } from './page.ts';

const operator = (headers: Readonly<Record<string, string>> = {}) => {
  const request = { headers };
  identify(request, OPERATOR);
  return request;
};

it('is nobody who came past the door that notes who he is', () => {
  expect(() => senderOf({ headers: {} })).toThrow('without being identified');
});

describe('the actor', () => {
  it('is the local operator', () => {
    expect(senderOf(operator())).toEqual({ actor: { personId: 'local-operator', role: 'operator' } });
  });

  it('names the person on whose behalf he acts, by reference', () => {
    expect(senderOf(operator({ 'zhibu-operator': encodeURIComponent('张三') }))).toHaveProperty('actor', {
      personId: '张三',
      role: 'operator',
    });
  });

  it('names the organization for which he acts', () => {
    expect(senderOf(operator({ 'zhibu-acting-for': encodeURIComponent('市直-机关党委') }))).toHaveProperty('actor', {
      personId: 'local-operator',
      role: 'operator',
      organizationId: '市直-机关党委',
    });
  });

  it.each(['', '%', 'a b', 'a:b', 'x'.repeat(65)])('is refused when he acts for %j', (value) => {
    expect(() => senderOf(operator({ 'zhibu-acting-for': value }))).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });

  it.each(['', '%', 'a b', 'a\u0007', 'x'.repeat(65)])('is refused when the reference is %j', (value) => {
    expect(() => senderOf(operator({ 'zhibu-operator': value }))).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });
});

describe('a person with a session', () => {
  const by = (personId: string, headers: Readonly<Record<string, string>> = {}) => {
    const request = { headers, socket: { remoteAddress: '127.0.0.1' } as never };
    const proven = {
      session: `session of ${personId}`,
      factors: ['password'],
      steppedUpAt: '2026-11-29T08:00:00.000Z',
    };
    identify(request, { kind: 'person', personId, ...proven });
    return request;
  };

  it('is the actor, whoever he says he is: he names himself or nobody', () => {
    expect(senderOf(by('P-1', { 'zhibu-acting-for': 'U1' }))).toEqual({
      actor: { personId: 'P-1', role: 'person', organizationId: 'U1' },
      session: 'session of P-1',
      proof: { provenAt: '2026-11-29T08:00:00.000Z', factors: ['password'] },
    });
    expect(senderOf(by('P-1', { 'zhibu-operator': 'P-1' })).actor).toEqual({ personId: 'P-1', role: 'person' });
    expect(() => senderOf(by('P-1', { 'zhibu-operator': 'P-2' }))).toThrow(
      expect.objectContaining({ code: 'ACTS_AS_ANOTHER' }),
    );
  });

  it('is another viewer than any other person, and than the operator who acts for him', () => {
    const viewers = [
      by('P-1'),
      by('P-2'),
      by('P-1', { 'zhibu-acting-for': 'U1' }),
      operator({ 'zhibu-operator': 'P-1' }),
      operator(),
    ];
    expect(new Set(viewers.map(viewerOf)).size).toBe(viewers.length);
    expect(viewerOf(by('P-1', { 'zhibu-operator': 'P-2' }))).toBe(viewerOf(by('P-1')));
  });

  it('has turns and a budget of his own, and what a machine has he has not', () => {
    expect(askerOf(by('P-1', { 'zhibu-operator': 'P-2' }))).toEqual({ name: 'person P-1', isLocal: false });
  });
});

describe('a page', () => {
  const listing = { ids: ['市-1', '市-2'], hasNext: true, totalCount: 7 };

  it('goes on after the cursor of its last entry', () => {
    const connection = connectionOf(listing, pageOf({ first: 2 }, 20), (id) => ({ id }));
    expect(connection.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(connection.totalCount).toBe(7);
    expect(pageOf({ after: connection.pageInfo.endCursor }, 20)).toEqual({ first: 20, after: '市-2' });
  });

  it.each([0, -1, 201])('of %i entries is refused, naming the argument', (first) => {
    expect(() => pageOf({ first }, 20)).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        details: { errors: [{ field: 'first', problem: { zh: '须为1至200', en: 'must be 1 to 200' } }] },
      }),
    );
  });

  it.each(['', '!!', 'YQ==', 'a'.repeat(1_000)])('after %j is refused', (after) => {
    expect(() => pageOf({ after }, 20)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });
});
