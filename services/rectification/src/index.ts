export * from './rectification.module.ts';
