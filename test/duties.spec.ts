import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { commandCatalogue, type CommandContract, dutyNames } from '@zhibu/contracts';
import { byHand, byNobody, type Where } from '@zhibu/contracts/testing';
import { Refusal } from '@zhibu/kernel';
import { DutyCheck } from '@zhibu/service-kit';
import {
  drawOf,
  dutyOf,
  dutyWorld,
  heldFor,
  type Holding,
  holdings,
  inspectionOf,
  personOf,
  problemOf,
  revocationOf,
  subjects,
  tree,
} from './support/duty-world.ts';

const doors = dutyWorld();

const ancestorsOf = (id: string): readonly string[] => {
  const parent = tree[id]?.[1];
  return parent === undefined ? [] : [parent, ...ancestorsOf(parent)];
};

const lineageOf = (id: string | undefined): readonly string[] => (id === undefined ? [] : [id, ...ancestorsOf(id)]);

/** How a subject lies to the organization of a duty; undefined: apart. */
function whereIs(subject: string | undefined, at: string | undefined): readonly Where[] {
  if (at === undefined)
    return ['anywhere', ...(subject === undefined || 'PC'.includes(subject) ? (['above'] as const) : [])];
  if (subject === undefined) return [];
  if (subject === at) return ['subtree', 'own'];
  return ancestorsOf(subject).includes(at) ? ['subtree', 'below'] : [];
}

/** Whether a duty that is held for some organizations alone is held for a subject, by what that stands under. */
const isHeldFor = (holding: Omit<Holding, 'state'>, subject: string | undefined): boolean =>
  heldFor(holding)?.some((id) => lineageOf(subject).includes(id)) !== false;

/** By the table written by hand, for one who holds the duty today. */
function allowedByHand(
  { duty, at }: Omit<Holding, 'state'>,
  { name, about }: CommandContract,
  subject: string | undefined,
): boolean {
  const rows = byHand[duty];
  if (at === 'X') return false;
  if (about === null) return rows.aboutNothing?.includes(name) === true;
  if (!isHeldFor({ duty, at }, subject)) return false;
  return whereIs(subject, at).some((where) => rows[where]?.includes(name));
}

/** What a command says of its subject, as far as its right is asked for. */
function payloadAbout(about: string | null, subject: string | undefined): object {
  if (about === null || subject === undefined) return {};
  if (about === 'problemId') return { problemId: problemOf(subject) };
  if (about === 'drawId') return { drawId: drawOf(subject) };
  if (about === 'inspectionId') return { inspectionId: inspectionOf(subject) };
  if (about === 'revocationId') return { revocationId: revocationOf(subject) };
  if (about === 'dutyId') return { personId: `of.${subject}`, dutyId: dutyOf(subject) };
  return { [about]: subject };
}

const commands = Object.values(commandCatalogue);
const MAY_BE_OF_THE_PLATFORM = ['ProposeDuty', 'RegisterOrganization'];
const subjectsOf = ({ name, about }: CommandContract): readonly (string | undefined)[] => {
  if (about === null) return [undefined];
  return [...subjects, ...(MAY_BE_OF_THE_PLATFORM.includes(name) ? [undefined] : [])];
};

const REFUSED = [
  'DRAW_UNKNOWN',
  'DUTY_MISSING',
  'INSPECTION_UNKNOWN',
  'ORGANIZATION_UNKNOWN',
  'PROBLEM_UNKNOWN',
  'REVOCATION_UNKNOWN',
  'DUTY_UNKNOWN',
];

/** The commands and subjects that a person is permitted, as the services decide. */
async function permitted(personId: string, asked = commands): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const [service, ofService] of Map.groupBy(asked, (contract) => contract.service)) {
    const permit = doors().app(service).get(DutyCheck).of({ personId, role: 'person' });
    const cases = ofService.flatMap((contract) => subjectsOf(contract).map((subject) => ({ contract, subject })));
    await Promise.all(
      cases.map(async ({ contract, subject }) => {
        const refused = await permit({ contract, data: payloadAbout(contract.about, subject) }).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (refused === undefined) found.add(`${contract.name} ${subject ?? '-'}`);
        else if (!(refused instanceof Refusal) || !REFUSED.includes(refused.code)) throw refused;
      }),
    );
  }
  return found;
}

const allowed = (holding: Holding): ReadonlySet<string> =>
  new Set(
    commands.flatMap((contract) =>
      subjectsOf(contract)
        .filter((subject) => allowedByHand(holding, contract, subject))
        .map((subject) => `${contract.name} ${subject ?? '-'}`),
    ),
  );

describe('every command about every subject is allowed exactly where the table written by hand says', () => {
  it.each(dutyNames)('%s', async (duty) => {
    for (const holding of holdings('held').filter((one) => one.duty === duty)) {
      const [said, done] = [allowed(holding), await permitted(personOf(holding))];
      const beyond = [...done].filter((one) => !said.has(one));
      const missing = [...said].filter((one) => !done.has(one));
      expect({ at: holding.at, beyond, missing }).toEqual({ at: holding.at, beyond: [], missing: [] });
    }
  });

  it('and the table names every command but those of the platform itself', () => {
    const named = new Set(Object.values(byHand).flatMap((rows) => Object.values(rows).flat()));
    expect(
      commands
        .map(({ name }) => name)
        .filter((name) => !named.has(name))
        .toSorted(),
    ).toEqual(byNobody);
  });
});

it.each(['ended yesterday', 'over since yesterday', 'from tomorrow'] as const)(
  'a duty %s allows nothing of what it allows while it is held',
  async (state) => {
    for (const holding of holdings(state)) {
      const rows = new Set(Object.values(byHand[holding.duty]).flat());
      const asked = commands.filter(({ name }) => rows.has(name));
      expect([...(await permitted(personOf(holding), asked))]).toEqual([]);
    }
  },
);

it('whoever holds no duty may send nothing', async () => {
  expect([...(await permitted('nobody'))]).toEqual([]);
});
