import type { HandedIn } from '../../evidence/evidence.ts';

/** What somebody has written of a problem and not yet sent. */
export interface Draft {
  /** Made once: however often the draft is sent, it has one effect. */
  readonly commandId: string;
  readonly says: string;
  readonly evidence: readonly HandedIn[];
}

/** Where drafts lie on the device. */
export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Whose draft it is, and of what. */
export interface DraftOf {
  readonly personId: string;
  readonly problemId: string;
  /** What is done: a report and a verdict on the same problem are two drafts. */
  readonly command: string;
}

const keyOf = ({ personId, problemId, command }: DraftOf): string => `zhibu.draft.${personId}.${problemId}.${command}`;

/** The draft that lies there; where none does, or nothing that could be read, a new one, kept from the beginning. */
export function draftFrom(store: DraftStore, of: DraftOf, begun: Draft): Draft {
  const kept = readDraft(store, of);
  if (kept) return kept;
  keepDraft(store, of, begun);
  return begun;
}

/** What lies on a device may be of another version, or cut off; a browser may keep nothing at all. */
function readDraft(store: DraftStore, of: DraftOf): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(of)) ?? 'null');
    return isDraft(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

const isDraft = (kept: unknown): kept is Draft => {
  const { commandId, says, evidence }: Partial<Record<keyof Draft, unknown>> = Object(kept);
  return (
    typeof commandId === 'string' && typeof says === 'string' && Array.isArray(evidence) && evidence.every(isHandedIn)
  );
};

const isHandedIn = (kept: unknown): kept is HandedIn => {
  const { sha256, name, size }: Partial<Record<keyof HandedIn, unknown>> = Object(kept);
  return typeof sha256 === 'string' && typeof name === 'string' && typeof size === 'number';
};

/** Keeps a draft; whether there was room for it. */
export function keepDraft(store: DraftStore, of: DraftOf, draft: Draft): boolean {
  try {
    store.setItem(keyOf(of), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** What was recorded is no draft any more. */
export const dropDraft = (store: DraftStore, of: DraftOf): void => store.removeItem(keyOf(of));

/** An id of 128 random bits. */
export const newCommandId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
