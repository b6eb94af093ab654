import { describe, expect, it } from '@jest/globals';
import { actorOf } from './actor.ts';
import { connectionOf, pageOf } from './page.ts';

describe('the actor', () => {
  it('is the local operator', () => {
    expect(actorOf({ headers: {} })).toEqual({ personId: 'local-operator', role: 'operator' });
  });

  it('names the person on whose behalf he acts, by reference', () => {
    expect(actorOf({ headers: { 'zhibu-operator': encodeURIComponent('张三') } })).toEqual({
      personId: '张三',
      role: 'operator',
    });
  });

  it('names the organization for which he acts', () => {
    expect(actorOf({ headers: { 'zhibu-acting-for': encodeURIComponent('市直-机关党委') } })).toEqual({
      personId: 'local-operator',
      role: 'operator',
      organizationId: '市直-机关党委',
    });
  });

  it.each(['', '%', 'a b', 'a:b', 'x'.repeat(65)])('is refused when he acts for %j', (value) => {
    expect(() => actorOf({ headers: { 'zhibu-acting-for': value } })).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });

  it.each(['', '%', 'a b', 'a\u0007', 'x'.repeat(65)])('is refused when the reference is %j', (value) => {
    expect(() => actorOf({ headers: { 'zhibu-operator': value } })).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
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

  it.each(['', '!!', 'YQ=='])('after %j is refused', (after) => {
    expect(() => pageOf({ after }, 20)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });
});
