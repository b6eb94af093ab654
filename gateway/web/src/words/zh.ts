import { frame } from './zh/frame.ts';

/** Every word of the application in Chinese, by screen; `en.ts` has the same keys. */
export const zh = { frame } as const;
