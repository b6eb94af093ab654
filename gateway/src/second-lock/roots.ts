import type { LocalSetting } from '@zhibu/database';

/** The organizations under which somebody may see, by their ids; 'all': everything. */
export type Roots = readonly string[] | 'all';

/** The setting that the policies of the read model go by. No code has a space; nor is one a star. */
export function settingOf(roots: Roots): LocalSetting {
  return { name: ROOTS, value: roots === 'all' ? ALL : roots.filter((root) => root !== ALL).join(' ') };
}

export const ROOTS = 'zhibu.roots';
export const ALL = '*';
