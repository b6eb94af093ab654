import { ask, connectionOf, outgoing, type OutgoingCommand, type Platform } from '@zhibu/client';
import { type CommandNamed, commandContract, type DutyName } from '@zhibu/contracts';
import { demonstrationDuties, demonstrationPerson } from '@zhibu/gateway';
import { contentHash, derivedId } from '@zhibu/kernel';
import { z } from 'zod';
import type { Occasion } from './fate.rules.ts';

/** Two persons who have no account: whoever proposes, and whoever confirms. */
export const PROPOSER = 'demonstration-proposer';
export const CONFIRMER = 'demonstration-confirmer';

/** The places of the city at which duties are held that are not the committee's; of each kind the first in the register. */
const UNIT = '-001';
const ORGAN_COMMITTEE = `${UNIT}-JW`;
const BRANCHES = ['-B001', '-B002', '-B003'].map((branch) => `${UNIT}${branch}`);

type Proposal = CommandNamed<'ProposeDuty'>['data'];

/** 岗位职责 of the demonstration accounts, each at an organization of the city. */
export function proposalsFor({ city, committee, period }: Occasion): readonly Proposal[] {
  const year = String(Number(period) + 1);
  const branchIds = BRANCHES.map((branch) => `${committee}${branch}`);
  const forBranches = { organizationId: committee, branchIds, until: `${Number(year) + 10}-12-31` };
  const held: Partial<Record<DutyName, Partial<Proposal>>> = {
    'province-office': { organizationId: `${city.slice(0, 2)}0000` },
    'city-office': { organizationId: city },
    'committee-clerk': { organizationId: committee },
    'committee-decider': { organizationId: committee },
    'party-group-secretary': { organizationId: `${committee}${UNIT}` },
    'organ-committee-staff': { organizationId: `${committee}${ORGAN_COMMITTEE}` },
    'branch-secretary': { organizationId: branchIds[0] },
    rater: forBranches,
    verifier: forBranches,
    auditor: { organizationId: city },
    'feed-client': { organizationId: city },
  };
  const basis = { documentNo: `示例〔${year}〕9号` };
  return demonstrationDuties.map((duty) => ({ personId: demonstrationPerson(duty), duty, basis, ...held[duty] }));
}

/** A command about a duty, under an id that follows from its content. */
export function dutyCommand(name: 'ProposeDuty' | 'ConfirmDuty', data: object): OutgoingCommand {
  const stream = commandContract(name)?.streamOf(data) ?? '';
  const commandId = derivedId('demonstration', name, contentHash(data));
  return outgoing({ name, data, stream, subject: stream, commandId });
}

const waiting = z.object({ id: z.string(), personId: z.string(), status: z.string() });

/** What waits to be confirmed of the persons of the demonstration. */
export async function waitingDuties(platform: Platform): Promise<readonly { dutyId: string; personId: string }[]> {
  const query = `query ($person: ID!) { duties(personId: $person, first: 10) {
    pageInfo { hasNextPage endCursor } edges { node { id personId status } } } }`;
  const schema = z.object({ duties: connectionOf(waiting) });
  const found = [];
  for (const duty of demonstrationDuties) {
    const variables = { person: demonstrationPerson(duty) };
    const { duties } = await ask(platform, { query, variables }, schema);
    found.push(...duties.edges.map(({ node }) => node));
  }
  return found.filter(({ status }) => status === 'PROPOSED').map(({ id, personId }) => ({ dutyId: id, personId }));
}
