import { lookup } from '@zhibu/feed';
import { evidenceHandlers } from '@zhibu/register';

/** Keeps which files of evidence are known, for the commands that name them. */
export const evidenceLookup = lookup('rectification-evidence', { service: 'assessment' }, evidenceHandlers);
