import type { CommandNamed } from '@zhibu/contracts';
import type { Aggregate } from '@zhibu/event-store';
import { committeeOf, dissolvedOn, placeOf, registrationsReadTo, superiorsOf, workingCalendar } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import type { Batches } from '../batch/batch.lookup.ts';
import { reinspectionsOf } from '../conclusions.lookup.ts';
import { successorOf } from '../designations.lookup.ts';
import { gradingsLookup } from '../gradings.lookup.ts';
import { overturnedOn, standingCase } from '../revocations.lookup.ts';
import type { Programmes } from '../programme/programme.lookup.ts';
import type { ProgrammeState } from '../programme/programme.state.ts';
import type { SixHaves } from '../six-haves/six-haves.lookup.ts';
import { acceptancesIn } from './acceptance.lookup.ts';
import type { Applicant } from './application.decider.ts';
import type { DesignationDecision } from './designation.decider.ts';
import type { Designations } from './designation-stream.lookup.ts';
import { standingIn } from './standing.lookup.ts';

export interface DesignationSources extends ServiceContext {
  readonly programmes: Programmes;
  readonly batches: Batches;
  readonly sixHaves: SixHaves;
  readonly designations: Designations;
}

interface Asked {
  readonly data: { readonly programmeId: string; readonly organizationId: string };
}

/** What the steps of a designation rest on: its programme, its batch, the register, and how its organization stands. */
export function designationFacts(sources: DesignationSources): Aggregate<DesignationDecision>['facts'] {
  const { database, today, batches } = sources;
  const register = registerIn(sources);
  const acceptedOn = acceptancesIn(sources);
  const looksAt = async ({ data }: Asked) => (await reinspectionsOf(database, [data])).map(({ said }) => said);
  const { programmeOf, applying, withStanding } = applyingIn(sources, register);
  const superior = superiorIn(sources);
  return lookingUp<DesignationDecision>(today, {
    RecordPriorDesignation: async (command) => {
      const found = await applying(command);
      return { ...found, bodyAndAbove: await register.lineage(bodyOf(found.programme)) };
    },
    ApplyForDesignation: withStanding,
    ReviewApplication: async (asked) => ({ ...(await superior(asked)), acceptedOn: await acceptedOn(asked.data) }),
    RejectApplication: superior,
    StartPublicNotice: async (command) => ({
      ...(await programmeOf(command)),
      batch: await batches(command.data.programmeId, command.data.year),
      calendar: await workingCalendar(database),
    }),
    DesignateBranch: async (command) => ({
      ...(await programmeOf(command)),
      isAlive: await register.isAlive(command.data.organizationId),
    }),
    RaiseObjection: programmeOf,
    ResolveObjection: programmeOf,
    RecordReinspection: async (asked) => ({ ...(await programmeOf(asked)), looks: await looksAt(asked) }),
    WaiveRevocation: programmeOf,
    RevokeDesignation: async ({ data }) => ({ overturnedOn: await overturnedOn(database, data.revocationId) }),
    RenewDesignation: programmeOf,
    ExpireDesignation: endOfOrganizationIn(sources),
    ReturnPlaque: async (command) => ({ ...(await programmeOf(command)), ...(await superior(command)) }),
    ConfirmSuccession: async (asked) => ({
      ...(await applying(asked)),
      ...(await predecessorOf(sources, register, asked)),
    }),
  });
}

/** The day on which the organization has ended, today at the latest. */
const endOfOrganizationIn =
  ({ database, today }: ServiceContext) =>
  async ({ data }: Asked) => {
    const day = await dissolvedOn(database, data.organizationId);
    return { dissolvedOn: day !== null && day <= today() ? day : null };
  };

/** Who answers for the organization, and its work committee, as the register has it today. */
const superiorIn =
  ({ database, today }: ServiceContext) =>
  async ({ data }: Asked) => {
    const place = await placeOf(database, data.organizationId, today());
    return { superiors: place ? superiorsOf(place) : [], committeeId: (place && committeeOf(place)) ?? null };
  };

/** What a succession goes on with; who has confirmed one before is in this service's own log. */
async function predecessorOf(
  { database, designations, caughtUp }: DesignationSources,
  register: ReturnType<typeof registerIn>,
  { data: { programmeId, predecessorId } }: { readonly data: CommandNamed<'ConfirmSuccession'>['data'] },
) {
  await caughtUp(gradingsLookup);
  const isRegistered = (await register.lineage(predecessorId)).length > 0;
  const predecessor = await designations(programmeId, predecessorId);
  const designatedOn = 'held' in predecessor ? predecessor.held?.since : undefined;
  const of = { programmeId, organizationId: predecessorId };
  return {
    predecessor,
    revocationId: designatedOn === undefined ? null : await standingCase(database, { ...of, designatedOn }),
    dissolution: isRegistered ? { on: await dissolvedOn(database, predecessorId) } : null,
    passedTo: await successorOf(database, of),
  };
}

/** What whoever applies, or is taken in, is held against. */
function applyingIn(sources: DesignationSources, register: ReturnType<typeof registerIn>) {
  const { programmes, caughtUp, today } = sources;
  const programmeOf = async ({ data }: Asked) => ({ programme: await programmes(data.programmeId) });
  const applying = async (command: Asked) => {
    const { programme } = await programmeOf(command);
    return { programme, applicant: await register.applicant(command.data.organizationId, bodyOf(programme)) };
  };
  const withStanding = async (command: Asked) => {
    const found = await applying(command);
    await caughtUp(gradingsLookup);
    const subject = found.applicant ?? { id: command.data.organizationId, kind: '' };
    return { ...found, standing: await standingIn(sources, subject, today()) };
  };
  return { programmeOf, applying, withStanding };
}

const bodyOf = (programme: ProgrammeState): string | null =>
  programme.status === 'registered' ? programme.programme.bodyId : null;

/** The register as far as its facts have arrived. */
function registerIn({ database, today }: ServiceContext) {
  const patience = new Patience();
  const place = (id: string) =>
    patience.wait({ look: () => placeOf(database, id, today()), readTo: () => registrationsReadTo(database) });
  return {
    isAlive: async (id: string): Promise<boolean> => (await place(id))?.alive === true,
    /** Itself and what stands above it. */
    lineage: async (id: string | null): Promise<readonly string[]> => {
      const found = id === null ? null : await place(id);
      return found ? [found, ...found.ancestors].map((one) => one.id) : [];
    },
    applicant: async (id: string, bodyId: string | null): Promise<Applicant | null> => {
      const found = await place(id);
      if (!found) return null;
      const { kind, alive, ancestors } = found;
      return { id, kind, alive, isUnderBody: ancestors.some((ancestor) => ancestor.id === bodyId) };
    },
  };
}
