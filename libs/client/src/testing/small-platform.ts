import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '@zhibu/kernel';
import { StandingDesignations } from './designations.ts';
import { type Body, linesOf, page, type ReceivedCommand, StandingFacts, textOf } from './facts.ts';

/** An organization as queries show it; what a command changes of it is its own affair. */
interface Registered {
  readonly id: string;
  readonly kind: string;
  readonly revision: number;
  readonly [facet: string]: unknown;
}

/** A platform's doors, spoken over real HTTP; its register is what the commands received make of it. */
export class SmallPlatform {
  readonly batches: ReceivedCommand[][] = [];
  readonly operators: (string | undefined)[] = [];
  /** The persons received, batch by batch. */
  readonly people: (readonly object[])[] = [];
  /** Answers whoever puts people into the directory. */
  directory = (persons: readonly object[]): [number, object] => [200, { changed: persons.length, forgotten: [] }];
  /** Refuses a command with the code of the error it throws. */
  judge: (command: ReceivedCommand) => void = () => undefined;
  /** Asked before each request of commands: an HTTP status ends it there. */
  trouble: () => number | undefined = () => undefined;
  /** Answers a query before the platform's own answer is looked for. */
  told: (query: string, variables: Readonly<Record<string, unknown>>) => object | undefined = () => undefined;
  /** What an audit of all branches tells, line by line. */
  audited: (asked: URLSearchParams) => readonly object[] = () => [];
  private readonly organizations = new Map<string, Registered>();
  private readonly graded = new Map<string, string>();
  private readonly standing = new StandingFacts();
  private readonly designated = new StandingDesignations();
  private readonly seen = new Map<string, object>();
  private readonly published = new Set<string>();
  private readonly opened: string[] = [];
  private closed = false;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://small');
      if (pathname === '/audit') return void response.end(linesOf(this.audited(searchParams)));
      void textOf(request).then((text) => {
        const body = JSON.parse(text) as Body;
        const [status, answer] = this.doorOf(request, body);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  /** Every command received, in order. */
  get commands(): readonly ReceivedCommand[] {
    return this.batches.flat();
  }

  private doorOf(request: IncomingMessage, body: Body): [number, object] {
    if (request.url === '/commands') return this.take(body, request);
    if (request.url !== '/people')
      return [200, { data: this.told(body.query, body.variables ?? {}) ?? this.answer(body) }];
    this.people.push(body.persons ?? []);
    return this.directory(body.persons ?? []);
  }

  private take(body: Body, request: IncomingMessage): [number, object] {
    const status = this.trouble();
    if (status !== undefined) return [status, {}];
    this.batches.push([...body.commands]);
    const operator = request.headers['zhibu-operator'];
    this.operators.push(typeof operator === 'string' ? decodeURIComponent(operator) : undefined);
    return [200, { outcomes: body.commands.map((command) => this.decide(command)) }];
  }

  private decide(command: ReceivedCommand): object {
    const { commandId, name } = command;
    const before = this.seen.get(commandId);
    if (before) return before;
    try {
      this.judge(command);
    } catch (error) {
      const { code, details } = error instanceof Refusal ? error : { code: 'UNFORESEEN', details: {} };
      return { commandId, problem: { ...details, code, status: 422 } };
    }
    this.fold(command);
    const recordedAt = new Date().toISOString();
    const outcome = {
      commandId,
      events: [{ id: commandId, type: name, stream: 's', revision: 0, position: '1', recordedAt }],
    };
    this.seen.set(commandId, outcome);
    return outcome;
  }

  private fold(command: ReceivedCommand): void {
    const { name, commandId, data } = command;
    this.standing.take(command);
    this.designated.take(command);
    const { code, organizationId, branchId } = data;
    const id = String(code ?? organizationId);
    const known = this.organizations.get(id) ?? unknown;
    const change = changeBy[name]?.(data);
    if (change) this.organizations.set(id, { ...known, ...change, revision: known.revision + 1 });
    if (name === 'GradeBranch') this.graded.set(String(branchId), commandId);
    this.foldRound(name, String(data['editionId']));
  }

  private foldRound(name: string, editionId: string): void {
    if (name === 'PublishEdition') this.published.add(editionId);
    if (name === 'OpenRound' || name === 'AddRoundEdition') this.opened.push(editionId);
    if (name === 'CloseRound') this.closed = true;
  }

  private answer({ query, variables = {} }: Body): object {
    return this.designated.answer(query, variables) ?? this.answerOfOthers(query, variables);
  }

  private answerOfOthers(query: string, variables: Readonly<Record<string, unknown>>): object {
    if (query.includes('shown(')) return { shown: true };
    if (query.includes('organizations(')) return { organizations: page([...this.organizations.values()], variables) };
    if (query.includes('branches('))
      return {
        branches: page(
          [...this.organizations.values()]
            .filter(({ kind }) => kind === 'branch')
            .map((one) => this.branch(one, variables)),
          variables,
        ),
      };
    if (query.includes('dashboard('))
      return {
        dashboard: { grades: [{ grade: 'advanced', label: '先进', count: this.graded.size }], ungraded: 0 },
        round: { quotas: [this.quota()] },
      };
    if (query.includes('edition(')) return this.roundAndEditions(variables);
    const codes = Object.entries(variables).filter(([name]) => name.startsWith('c'));
    return Object.fromEntries(
      codes.map(([name, code]) => [name.replace('c', 'o'), this.organizations.get(String(code)) ?? null]),
    );
  }

  /** Everybody is graded alike, and not everybody may be. */
  private quota(): object {
    const { size: count } = this.graded;
    return { label: '先进', organization: null, group: null, branches: count, count, allowed: 0, exceeded: count > 0 };
  }

  private roundAndEditions(variables: Readonly<Record<string, unknown>>): object {
    const editions = Object.keys(variables).filter((name) => /^e\d+$/.test(name));
    return {
      ...Object.fromEntries(
        editions.map((name) => [
          name,
          this.published.has(String(variables[name])) ? { status: 'published', contentHash: null } : null,
        ]),
      ),
      ...('c0' in variables
        ? { r0: this.opened.length > 0 ? { closed: this.closed, editionIds: this.opened } : null }
        : {}),
    };
  }

  private branch(organization: Registered, variables: Readonly<Record<string, unknown>>): object {
    const eventId = this.graded.get(organization.id);
    const current = eventId !== undefined && String(variables['asOf']).startsWith('2022');
    return {
      organization,
      ...this.standing.of(organization.id, String(variables['period'])),
      rating: current ? { period: '2022', grade: 'advanced', decision: { eventId, editionId: 'e' } } : null,
    };
  }
}

type Data = ReceivedCommand['data'];

const orNull = (value: unknown): unknown => value ?? null;

/** What a command changes of an organization's entry. */
const changeBy: Readonly<Record<string, (data: Data) => object>> = {
  RegisterOrganization: (data) => ({
    ...data,
    id: data['code'],
    parent: data['parentId'] === undefined ? null : { id: data['parentId'] },
    sector: orNull(data['sector']),
  }),
  RenameOrganization: (data) => data,
  ReportMembership: (data) => data,
  MoveOrganization: ({ parentId }) => ({ parent: { id: parentId } }),
  RecordElection: ({ effectiveOn, termYears }) => ({ committeeElectedOn: effectiveOn, termYears: termYears ?? 3 }),
  ConfirmSecretary: ({ personId }) => ({ secretary: personId, secretaryVacantSince: null }),
  VacateSecretary: ({ effectiveOn }) => ({ secretary: null, secretaryVacantSince: effectiveOn }),
  SetProfile: ({ feature, brand }) => ({ feature: orNull(feature), brand: orNull(brand) }),
};

const unknown: Registered = {
  id: '',
  kind: 'unit',
  name: '',
  parent: null,
  sector: null,
  form: 'ordinary',
  openedOn: '',
  dissolvedOn: null,
  fullMembers: null,
  probationaryMembers: null,
  committeeElectedOn: null,
  termYears: null,
  secretary: null,
  secretaryVacantSince: null,
  feature: null,
  brand: null,
  highlight: null,
  revision: -1,
};
