import { expect, it } from '@jest/globals';
import { forgetReload, reloadOnce } from './reload.ts';

function storage(): Storage {
  const kept = new Map<string, string>();
  const given: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
  return given as Storage;
}

it('loads the page anew once where a part of it is missing, and again only after all was there', () => {
  const [kept, loaded] = [storage(), [] as string[]];
  const missing = (): boolean => reloadOnce(kept, () => loaded.push('page'));
  expect([missing(), missing(), missing(), loaded]).toEqual([true, false, false, ['page']]);
  forgetReload(kept);
  expect([missing(), loaded]).toEqual([true, ['page', 'page']]);
});
