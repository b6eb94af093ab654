export * from './supervision.module.ts';
