import type { EvidenceEvent } from '@zhibu/contracts';
import { type Actor, type EvolveMap, handsOf, type Identified, shareAHand } from '@zhibu/kernel';

type Registered = Extract<EvidenceEvent, { type: 'EvidenceRegistered' }>['data'];

/** What an organization has handed in of a file, and whether it was removed since. */
export interface HandedIn extends Omit<Registered, 'sha256'> {
  readonly removed: boolean;
}

/** Who handed a file in: the person, and who typed it for him; and for which organization he acted. */
interface Registrar {
  readonly hands: readonly string[];
  readonly actedFor: string | undefined;
  /** Whether he has taken it back since, or it was removed. */
  readonly removed: boolean;
}

/** 佐证: one file, by the organizations of which it is evidence; and of each, who handed it in. */
export type EvidenceState =
  | { readonly status: 'none' }
  | {
      readonly status: 'known';
      readonly by: ReadonlyMap<string, HandedIn>;
      readonly registrars: ReadonlyMap<string, readonly Registrar[]>;
    };

export const noEvidence: EvidenceState = { status: 'none' };

/** By organization, what was handed in. */
export const handedIn = (state: EvidenceState): ReadonlyMap<string, HandedIn> =>
  state.status === 'none' ? new Map() : state.by;

/** Whether any organization still has the file; else its content goes. */
export const isHeld = (state: EvidenceState): boolean => [...handedIn(state).values()].some(({ removed }) => !removed);

const registrarsOf = (state: EvidenceState, organizationId: string): readonly Registrar[] =>
  state.status === 'none' ? [] : (state.registrars.get(organizationId) ?? []);

/** Who was an inspector and holds a duty of the branch today is not who handed it in for the inspecting body. */
const isHis =
  (actor: Actor) =>
  ({ hands, actedFor }: Registrar): boolean =>
    actedFor === actor.organizationId && shareAHand(hands, handsOf(actor));

/** Whether somebody, acting as he does, has handed the file in for an organization: `held`, or `removed` since. */
export function handedInBy(state: EvidenceState, organizationId: string, actor: Actor): 'never' | 'held' | 'removed' {
  const his = registrarsOf(state, organizationId).filter(isHis(actor));
  if (his.length === 0) return 'never';
  return his.some(({ removed }) => !removed) ? 'held' : 'removed';
}

/** Whether somebody else has handed the file in for an organization, too, and not taken it back. */
export const isHandedInByOthers = (state: EvidenceState, organizationId: string, actor: Actor): boolean =>
  registrarsOf(state, organizationId).some((one) => !one.removed && !isHis(actor)(one));

export const evolveEvidence: EvolveMap<{ state: EvidenceState; event: EvidenceEvent }> = {
  EvidenceRegistered: (state, { data: { sha256: _hash, ...data }, metadata }) => {
    const known = handedIn(state).get(data.organizationId);
    const one = known?.removed === false ? known : { ...data, removed: false };
    const before = registrarsOf(state, data.organizationId);
    return withOne(state, one, metadata ? registered(before, metadata.actor) : before);
  },
  EvidenceRemoved: (state, { data: { organizationId, stillHandedIn }, metadata }) => {
    const known = handedIn(state).get(organizationId);
    if (!known) return state;
    const isGone = stillHandedIn ? takenBackBy(metadata) : () => true;
    const registrars = registrarsOf(state, organizationId).map((one) =>
      isGone(one) ? { ...one, removed: true } : one,
    );
    return withOne(state, { ...known, removed: !stillHandedIn }, registrars);
  },
};

const registered = (before: readonly Registrar[], actor: Actor): readonly Registrar[] => [
  ...before.filter((one) => !isHis(actor)(one)),
  { hands: handsOf(actor), actedFor: actor.organizationId, removed: false },
];

const takenBackBy = (metadata: Identified<EvidenceEvent>['metadata']): ((one: Registrar) => boolean) =>
  metadata ? isHis(metadata.actor) : () => false;

const withOne = (state: EvidenceState, one: HandedIn, registrars: readonly Registrar[]): EvidenceState => ({
  status: 'known',
  by: new Map([...handedIn(state), [one.organizationId, one]]),
  registrars: new Map([...(state.status === 'none' ? [] : state.registrars), [one.organizationId, registrars]]),
});
