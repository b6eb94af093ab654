import { type CommandNamed, type EditionContent, type EscalationLevel, problemId } from '@zhibu/contracts';
import { gathered } from '@zhibu/database';
import type { Aggregate } from '@zhibu/event-store';
import type { Day, FactsFor, Sent } from '@zhibu/kernel';
import {
  committeeOf,
  type Place,
  placeOf,
  placesUnder,
  registrationsReadTo,
  superiorsOn,
  unitOf,
  dissolvedOn,
} from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext, SYSTEM } from '@zhibu/service-kit';
import { bodyThatFound } from '../conclusions.lookup.ts';
import { dutiesLookup } from '../duties.lookup.ts';
import { editionContents, editionsInForce } from '../losses.lookup.ts';
import { type Finding, type Met, metByEach, openOfSubject, organizationsOf } from '../open-duties.lookup.ts';
import { subjectOf } from './item.rules.ts';
import type { ProblemDecision } from './problem.decider.ts';
import type { KnownProblem, ProblemState } from './problem.state.ts';

interface Sources extends ServiceContext {
  readonly patience: Patience;
  readonly met: (finding: Finding) => Promise<Met>;
  /** A published edition; kept once it is found, for it never changes. */
  readonly edition: (id: string) => Promise<EditionContent | undefined>;
}

/** Looks up what a command needs beyond its problem, and no more: the closing of a round names thousands. */
export function problemFacts(context: ServiceContext): Aggregate<ProblemDecision>['facts'] {
  const { database, today } = context;
  const met = gathered((findings: readonly Finding[]) => metByEach(database, findings));
  const sources: Sources = { ...context, patience: new Patience(), met, edition: keptEditions(context) };
  const superior = async (sent: Sent, state: ProblemState) => ({ superiors: await superiorsFor(sources, sent, state) });
  const gone = (state: ProblemState): Promise<Day | null> | null =>
    state.status === 'none' ? null : dissolvedOn(database, state.problem.found.organizationId);
  return lookingUp<ProblemDecision>(today, {
    IdentifyProblem: async (command, state) => (state.status === 'none' ? aboutFinding(sources, command) : nothingMet),
    DeclareCommonProblem: (command) => aboutCommon(sources, command),
    DismissProblem: async (command, state) => ({
      ...(await superior(command, state)),
      dissolvedOn: await gone(state),
      duplicateOn: await organizationOf(sources, command.data.of),
    }),
    OpenRectification: superior,
    ReassignRectification: superior,
    ReportProgress: superior,
    RequestExtension: superior,
    GrantExtension: superior,
    RefuseExtension: superior,
    ReportCompletion: superior,
    VerifyCompletion: superior,
    CloseProblem: superior,
    ReopenProblem: async (command, state) => ({ ...(await superior(command, state)), dissolvedOn: await gone(state) }),
    Escalate: async ({ data: { level } }, state) => ({
      answering:
        state.status === 'none'
          ? null
          : level === 'superior'
            ? await verifierFor(sources, state)
            : await answeringFor(sources, { organizationId: state.problem.found.organizationId, level }),
    }),
  });
}

function keptEditions({ database }: ServiceContext): Sources['edition'] {
  const kept = new Map<string, EditionContent>();
  return async (id) => {
    const content = kept.get(id) ?? (await editionContents(database, [id])).get(id);
    if (content) kept.set(id, content);
    return content;
  };
}

/** The superiors of the organization; of what the platform sends none is asked: a dissolution may end thousands of problems. */
async function superiorsFor(
  { database }: Sources,
  { actor, today }: Sent,
  state: ProblemState,
): Promise<readonly string[]> {
  if (state.status === 'none' || actor.role === SYSTEM.role) return [];
  return superiorsOn(database, state.problem.found.organizationId, today);
}

async function organizationOf({ database, caughtUp }: Sources, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null;
  await caughtUp(dutiesLookup);
  return (await organizationsOf(database, [id])).get(id) ?? null;
}

type FindingFacts = Omit<FactsFor<ProblemDecision, 'IdentifyProblem'>, keyof Sent>;
type Identify = CommandNamed<'IdentifyProblem'> & Sent;

const nothingMet: FindingFacts = {
  kind: null,
  dissolvedOn: null,
  recurrenceOf: null,
  openAlready: null,
  confirmed: null,
  inspectedBy: null,
  editions: [],
};

async function aboutFinding(sources: Sources, command: Identify): Promise<FindingFacts> {
  const { data, actor, today } = command;
  const bySystem = actor.role === SYSTEM.role;
  // A person may have closed the last one a moment ago; a reaction has looked before it sent the command.
  if (!bySystem) await sources.caughtUp(dutiesLookup);
  const foundOn = data.effectiveOn ?? today;
  const { isKnown: _own, ...met } = await sources.met({
    ...data,
    id: problemId(data),
    subject: subjectOf(data),
    foundOn,
  });
  if (bySystem) return { ...met, openAlready: null, ...(await aboutOwnFinding(sources, command)) };
  const place = await placeInTime(sources, command);
  const inspectedBy = data.source.kind === 'inspection' ? bodyAbove(place, actor.organizationId) : null;
  return { ...met, kind: place?.kind ?? null, inspectedBy, editions: await editionsNamed(sources, command, place) };
}

/** Whoever graded or inspected an organization has looked it up; the register's feed may be behind, and it is taken for a branch. */
async function aboutOwnFinding(
  sources: Sources,
  command: Identify,
): Promise<Pick<FindingFacts, 'kind' | 'inspectedBy' | 'editions'>> {
  const { database, today } = sources;
  const editions = await editionsNamed(sources, command, null);
  const { organizationId, source } = command.data;
  if (source.kind !== 'inspection') return { kind: 'branch', inspectedBy: null, editions };
  const place = await placeOf(database, organizationId, today());
  return { kind: place?.kind ?? 'branch', inspectedBy: await bodyThatFound(database, source), editions };
}

/** The problems of an item that a committee's branches have, as far as this service's own log is read. */
async function aboutCommon(
  sources: Sources,
  { data, today }: CommandNamed<'DeclareCommonProblem'> & Sent,
): Promise<Omit<FactsFor<ProblemDecision, 'DeclareCommonProblem'>, keyof Sent>> {
  const { database, caughtUp } = sources;
  await caughtUp(dutiesLookup);
  const committee = await placeOf(database, data.organizationId, today);
  const branches = (await placesUnder(database, data.organizationId, today)).filter(({ kind }) => kind === 'branch');
  const open = await openOfSubject(database, {
    organizationIds: branches.map(({ id }) => id),
    aspect: data.aspect,
    subject: subjectOf(data),
  });
  const named = data.editionId === undefined ? undefined : await sources.edition(data.editionId);
  return {
    kind: committee?.alive ? committee.kind : null,
    editions: named ? [named] : await editionsInForce(database, null, today),
    problems: open.filter(({ waits }) => waits).map(({ problemId: id }) => id),
    branches: new Set(open.map(({ organizationId }) => organizationId)).size,
    among: branches.length,
  };
}

function placeInTime({ database, patience }: Sources, { data, today }: Identify): Promise<Place | null> {
  return patience.wait({
    look: () => placeOf(database, data.organizationId, today),
    readTo: () => registrationsReadTo(database),
  });
}

/** The edition that a command names, otherwise those in force for the organization on the day of the finding. */
async function editionsNamed(
  { edition, database }: Sources,
  { data, today }: Identify,
  place: Place | null,
): Promise<readonly EditionContent[]> {
  if (data.editionId === undefined) {
    return place ? editionsInForce(database, place.sector, data.effectiveOn ?? today) : [];
  }
  const named = await edition(data.editionId);
  return named ? [named] : [];
}

/** 省委组织部、市委组织部、市直工委: whose inspections find problems. */
const BODIES: readonly Place['kind'][] = ['province', 'city', 'work-committee'];

/** The body above the organization that the sender acts for, while it stands. */
function bodyAbove(place: Place | null, organizationId: string | undefined): string | null {
  const body = place?.ancestors.find(({ id, kind, alive }) => id === organizationId && alive && BODIES.includes(kind));
  return body?.id ?? null;
}

const answering: Readonly<Record<Exclude<EscalationLevel, 'branch-secretary'>, (place: Place) => string | undefined>> =
  { 'party-group': (place) => (place.kind === 'unit' ? place.id : unitOf(place)), 'work-committee': committeeOf };

/** Who has to verify: the body that found it, else the nearest superior. */
async function verifierFor({ database, today }: Sources, { problem }: KnownProblem): Promise<string | null> {
  const { organizationId, inspectedBy } = problem.found;
  return inspectedBy ?? (await superiorsOn(database, organizationId, today()))[0] ?? null;
}

async function answeringFor(
  { database, today }: Sources,
  { organizationId, level }: { readonly organizationId: string; readonly level: EscalationLevel },
): Promise<string | null> {
  if (level === 'branch-secretary') return organizationId;
  const place = await placeOf(database, organizationId, today());
  return (place && answering[level](place)) ?? null;
}
