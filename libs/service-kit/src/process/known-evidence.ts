import { commandContract, evidenceNamed, type EvidenceReference, refusal } from '@zhibu/contracts';
import type { Aggregate } from '@zhibu/event-store';
import { type Decision, Refusal } from '@zhibu/kernel';
import { evidenceKnown, evidenceReadTo, placeOf } from '@zhibu/register';
import { SYSTEM } from '../reactions/reaction.ts';
import type { ServiceContext } from './context.ts';
import { Patience } from './patience.ts';

type Sources = Pick<ServiceContext, 'database' | 'today'>;

/**
 * An aggregate that takes known evidence only: each hash that a command names is one of a file that the organization
 * which it is about, or one above it, has handed in. What the platform sends itself was asked for where it was said first;
 * and of a command that leads to nothing, as one that is sent again, nothing is asked.
 * @param concerned of which organization a command is, as far as payload and stream say; undefined: of none, and the decider refuses it
 * @throws Refusal (its facts) EVIDENCE_UNKNOWN, naming the field. Source: domain.md, section 4
 */
export function knowingEvidence<Of extends Decision>(
  sources: Sources,
  { decider, facts }: Aggregate<Of>,
  concerned: (data: Of['command']['data'], state: Of['state']) => string | undefined,
): Aggregate<Of> {
  const patience = new Patience();
  return {
    decider,
    facts: async (command, state, run) => {
      const contract = commandContract(command.name);
      const named = contract && command.actor.role !== SYSTEM.role ? evidenceNamed(contract, command.data) : [];
      const organizationId = named.length > 0 ? concerned(command.data, state) : undefined;
      if (organizationId !== undefined) {
        const known = await knownTo(sources, named, organizationId);
        const leadsToNothing = () =>
          isNothing(async () => decider.decide(command, state, await facts(command, state, run)));
        if (!(await known.all()) && !(await leadsToNothing()))
          await refuseUnknown({ ...sources, patience }, named, known);
      }
      return facts(command, state, run);
    },
  };
}

/** Whether a decision leads to nothing; one that is refused is no such. */
async function isNothing(decide: () => Promise<readonly unknown[]>): Promise<boolean> {
  try {
    return (await decide()).length === 0;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

interface Known {
  /** Those of the hashes that are known now. */
  readonly some: () => Promise<ReadonlySet<string>>;
  readonly all: () => Promise<boolean>;
}

/** What is known of these files for an organization and those above it. */
async function knownTo(
  { database, today }: Sources,
  named: readonly EvidenceReference[],
  organizationId: string,
): Promise<Known> {
  const hashes = [...new Set(named.map(({ sha256 }) => sha256))];
  const place = await placeOf(database, organizationId, today());
  const along = [organizationId, ...(place?.ancestors ?? []).map(({ id }) => id)];
  const some = () => evidenceKnown(database, hashes, along);
  return { some, all: async () => (await some()).size === hashes.length };
}

async function refuseUnknown(
  { database, patience }: Sources & { readonly patience: Patience },
  named: readonly EvidenceReference[],
  { some, all }: Known,
): Promise<void> {
  const look = async () => ((await all()) ? named : null);
  if (await patience.wait({ look, readTo: () => evidenceReadTo(database) })) return;
  const known = await some();
  const unknown = named.find(({ sha256 }) => !known.has(sha256));
  if (unknown) throw refusal('EVIDENCE_UNKNOWN', { field: unknown.field });
}
