import {
  type CommandNamed,
  type EvidenceCommand,
  evidenceContract,
  type EvidenceEvent,
  type EvidenceTypeName,
  refusing,
} from '@zhibu/contracts';
import { decider, type FactsOf, type Sent } from '@zhibu/kernel';
import {
  evolveEvidence,
  type EvidenceState,
  handedIn,
  handedInBy,
  isHandedInByOthers,
  noEvidence,
} from './evidence.state.ts';

const { refusal, refuseIf } = refusing(evidenceContract);

const decide = { RegisterEvidence: registerEvidence, RemoveEvidence: removeEvidence };

export interface EvidenceDecision {
  readonly command: EvidenceCommand;
  readonly state: EvidenceState;
  readonly event: EvidenceEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 佐证: a file is known by its hash; each organization hands it in for itself, and removes it for itself. */
export const evidenceDecider = decider<EvidenceDecision>({ initialState: noEvidence, evolve: evolveEvidence, decide });

/** A file that has just come: bytes, and what its content says that it is. */
export interface Received {
  readonly size: number;
  readonly type: EvidenceTypeName;
}

export interface RegistrationFacts extends Sent {
  /** Whether the organization lives today; null: it is not known. */
  readonly organization: { readonly alive: boolean } | null;
  /** The file, where it came with the command and is kept; null: whoever sends the hash alone does not show that he has it. */
  readonly received: Received | null;
}

/**
 * Handed in again by the same it is one; by another, he is one more of those who handed it in. What it was called the first
 * time stays.
 */
export function registerEvidence(
  data: CommandNamed<'RegisterEvidence'>['data'],
  state: EvidenceState,
  { today, actor, organization, received }: RegistrationFacts,
): EvidenceEvent[] {
  if (handedInBy(state, data.organizationId, actor) === 'held') return [];
  if (!organization) throw refusal('ORGANIZATION_UNKNOWN', { field: 'organizationId' });
  refuseIf(!organization.alive, 'ORGANIZATION_DISSOLVED', { field: 'organizationId' });
  const { takenOn = today } = data;
  refuseIf(takenOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'takenOn', takenOn, today });
  if (!received) throw refusal('EVIDENCE_NOT_RECEIVED', { field: 'sha256' });
  return [{ type: 'EvidenceRegistered', data: { ...data, ...received, effectiveOn: today } }];
}

export interface RemovalFacts extends Sent {
  /** The organizations above the one of which it is evidence, by the tree of today. */
  readonly above: readonly string[];
}

/**
 * Who handed the file in takes back what he handed in; whoever acts for an organization above removes it whole. What an
 * inspector or a rater has handed in for a branch, the branch does not remove. Source: domain.md, section 4
 */
function removeEvidence(
  data: CommandNamed<'RemoveEvidence'>['data'],
  state: EvidenceState,
  { today, actor, above }: RemovalFacts,
): EvidenceEvent[] {
  const { organizationId } = data;
  const known = handedIn(state).get(organizationId);
  if (!known) throw refusal('EVIDENCE_UNKNOWN', { field: 'sha256' });
  if (known.removed) return [];
  const removed = { type: 'EvidenceRemoved', data: { ...data, effectiveOn: today } } as const;
  if (actor.organizationId !== undefined && above.includes(actor.organizationId)) return [removed];
  const his = handedInBy(state, organizationId, actor);
  refuseIf(his === 'never', 'EVIDENCE_OF_OTHERS', { field: 'sha256' });
  if (his === 'removed') return [];
  const isLast = !isHandedInByOthers(state, organizationId, actor);
  return [isLast ? removed : { ...removed, data: { ...removed.data, stillHandedIn: true } }];
}
