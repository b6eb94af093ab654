import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '@zhibu/kernel';
import { type ReceivedCommand, StandingFacts } from './facts.ts';

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
  /** Refuses a command with the code of the error it throws. */
  judge: (command: ReceivedCommand) => void = () => undefined;
  /** Asked before each request of commands: an HTTP status ends it there. */
  trouble: () => number | undefined = () => undefined;
  /** Answers a query before the platform's own answer is looked for. */
  told: (query: string, variables: Readonly<Record<string, unknown>>) => object | undefined = () => undefined;
  private readonly organizations = new Map<string, Registered>();
  private readonly graded = new Map<string, string>();
  private readonly standing = new StandingFacts();
  private readonly seen = new Map<string, object>();
  private readonly published = new Set<string>();
  private closed = false;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const [status, answer] =
          request.url === '/commands'
            ? this.take(body, request)
            : [200, { data: this.told(body.query, body.variables ?? {}) ?? this.answer(body) }];
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
      return { commandId, problem: { code: error instanceof Refusal ? error.code : 'UNFORESEEN', status: 422 } };
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
    const { code, organizationId, branchId } = data;
    const id = String(code ?? organizationId);
    const known = this.organizations.get(id) ?? unknown;
    const change = changeBy[name]?.(data);
    if (change) this.organizations.set(id, { ...known, ...change, revision: known.revision + 1 });
    if (name === 'GradeBranch') this.graded.set(String(branchId), commandId);
    if (name === 'PublishEdition') this.published.add(String(data['editionId']));
    if (name === 'CloseRound') this.closed = true;
  }

  private answer({ query, variables = {} }: Body): object {
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
        dashboard: {
          branches: this.graded.size,
          grades: [{ grade: 'advanced', label: '先进', count: this.graded.size }],
          ungraded: 0,
        },
      };
    if (query.includes('edition(')) return this.roundAndEditions(variables);
    const codes = Object.entries(variables).filter(([name]) => name.startsWith('c'));
    return Object.fromEntries(
      codes.map(([name, code]) => [name.replace('c', 'o'), this.organizations.get(String(code)) ?? null]),
    );
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
      ...('c0' in variables ? { r0: { closed: this.closed } } : {}),
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

interface Body {
  readonly commands: readonly ReceivedCommand[];
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const unknown: Registered = {
  id: '',
  kind: 'unit',
  name: '',
  parent: null,
  sector: null,
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

function page(nodes: readonly object[], { first, after }: Readonly<Record<string, unknown>>): object {
  const from = Number(after ?? 0);
  const until = from + Number(first);
  return {
    edges: nodes.slice(from, until).map((node) => ({ node })),
    pageInfo: { hasNextPage: until < nodes.length, endCursor: String(until) },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return JSON.parse(Buffer.concat(chunks).toString()) as Body;
}
