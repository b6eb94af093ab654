import { describe, expect, it } from '@jest/globals';
import { addressOf, homeOf, placesOf } from './navigation.ts';
import { matched } from './router.ts';
import { routeOf, routes } from './routes.ts';

describe('a pattern', () => {
  it.each([
    ['/', '/', {}],
    ['/org/:id', '/org/990100-SZGW', { id: '990100-SZGW' }],
    ['/org/:id', '/org/a%2Fb/', { id: 'a/b' }],
    ['/org/:id', '/org/%E0', { id: '%E0' }],
    ['/replay/:branch/:scheme', '/replay/B/classification', { branch: 'B', scheme: 'classification' }],
  ])('%s finds in %s what it names', (pattern, path, found) => expect(matched(pattern, path)).toEqual(found));

  it.each([
    ['/org/:id', '/org'],
    ['/org/:id', '/org//'],
    ['/org/:id', '/org/W/branches'],
    ['/me', '/you'],
  ])('%s does not fit %s', (pattern, path) => expect(matched(pattern, path)).toBeUndefined());
});

it('every route has a screen of its own address', async () => {
  expect(new Set(routes.map(({ pattern }) => pattern)).size).toBe(routes.length);
  for (const { screen } of routes) expect(await screen()).toBeInstanceOf(Function);
  expect(routeOf('/nowhere')).toBeUndefined();
});

describe('the navigation', () => {
  const branch = { id: 'B', name: '第一党支部', kind: 'branch' };
  const me = { personId: 'p', hasSession: true, person: null, home: branch, duties: [], rights: [], may: [] };

  it('begins at one’s own organization', () => {
    expect(homeOf(me)).toBe('/branch/B');
    expect(homeOf({ home: { id: 'W', name: '工委', kind: 'work-committee' }, duties: [] })).toBe('/org/W');
    expect(homeOf({ home: null, duties: [] })).toBeUndefined();
    expect(addressOf({ id: 'a/b', kind: 'unit' })).toBe('/org/a%2Fb');
  });

  it('begins with what waits for a secretary, and for who verifies', () => {
    const held = (duty: string) => ({
      id: duty,
      label: '',
      duty,
      from: '2026-01-01',
      until: null,
      organization: branch,
    });
    const at = (...duties: readonly string[]) => homeOf({ home: branch, duties: duties.map(held) });
    expect(['branch-secretary', 'organ-committee-staff', 'rater'].map((duty) => at(duty))).toEqual([
      '/todo',
      '/todo',
      '/branch/B',
    ]);
    expect(at('rater', 'branch-secretary')).toBe('/branch/B');
  });

  it('holds no place twice, and only such as there are', () => {
    const hrefs = placesOf(me).flatMap(({ places }) => places.map(({ href }) => href));
    expect(hrefs.slice(0, 2)).toEqual(['/todo', '/branch/B']);
    expect(new Set(hrefs).size).toBe(hrefs.length);
    expect(placesOf({ ...me, home: null }).flatMap(({ places }) => places.map(({ href }) => href))).toEqual(['/me']);
  });
});
