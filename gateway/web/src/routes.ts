import type { ComponentType } from 'preact';
import { matched, type ScreenOf } from './router.ts';

/** A screen, in a file of its own that is loaded when somebody goes there. */
export interface Route {
  readonly pattern: string;
  readonly screen: () => Promise<ComponentType<ScreenOf>>;
}

/** Every address of the application; the gateway answers the page for each (ui.md, section 3). */
export const routes: readonly Route[] = [
  { pattern: '/', screen: async () => (await import('./screens/home/home.screen.tsx')).HomeScreen },
  { pattern: '/todo', screen: async () => (await import('./screens/todo/todo.screen.tsx')).TodoScreen },
  { pattern: '/task/:problem', screen: async () => (await import('./screens/task/task.screen.tsx')).TaskScreen },
  { pattern: '/org/:id', screen: async () => (await import('./screens/overview/overview.screen.tsx')).OverviewScreen },
  {
    pattern: '/org/:id/branches',
    screen: async () => (await import('./screens/branches/branches.screen.tsx')).BranchesScreen,
  },
  { pattern: '/branch/:id', screen: async () => (await import('./screens/branch/branch.screen.tsx')).BranchScreen },
  {
    pattern: '/replay/:branch/:scheme',
    screen: async () => (await import('./screens/replay/replay.screen.tsx')).ReplayScreen,
  },
  { pattern: '/me', screen: async () => (await import('./screens/me/me.screen.tsx')).MeScreen },
];

/** The route of a path with what it finds there; undefined: there is none. */
export function routeOf(path: string): { readonly route: Route; readonly found: ScreenOf['path'] } | undefined {
  for (const route of routes) {
    const found = matched(route.pattern, path);
    if (found) return { route, found };
  }
  return undefined;
}
