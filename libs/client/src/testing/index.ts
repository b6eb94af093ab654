export * from './small-platform.ts';
