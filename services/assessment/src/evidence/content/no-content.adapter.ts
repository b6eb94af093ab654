import { refusal } from '@zhibu/contracts';
import type { Refusal } from '@zhibu/kernel';
import type { EvidenceContent } from './content.ts';

/** Where nobody has said where contents are kept: files are refused by name, and all else goes on. */
export const noContent: EvidenceContent = {
  open: async () => undefined,
  keep: async () => {
    throw notKept();
  },
  sizeOf: async () => {
    throw notKept();
  },
  read: async () => {
    throw notKept();
  },
  keptBefore: async function* () {},
  remove: async () => undefined,
};

const notKept = (): Refusal => refusal('EVIDENCE_NOT_KEPT');
