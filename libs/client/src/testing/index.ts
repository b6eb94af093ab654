export type { ReceivedCommand } from './facts.ts';
export * from './small-platform.ts';
