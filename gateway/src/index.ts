export * from './configuration.ts';
export * from './gateway.module.ts';
export * from './projector.ts';
export * from './read-model.ts';
export * from './rebuild/rebuild.ts';
export * from './views/branch/branch.lookup.ts';
export * from './views/dashboard/dashboard.lookup.ts';
export * from './process/partitions.ts';
export { problemCounts } from './views/problem/problem.view.ts';
