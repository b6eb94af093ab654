/** A command as the batch door receives it. */
export interface ReceivedCommand {
  readonly name: string;
  readonly commandId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly source?: { readonly file: string; readonly rows: readonly number[] };
}

/** What a door of the platform is sent. */
export interface Body {
  readonly persons?: readonly object[];
  readonly commands: readonly ReceivedCommand[];
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

interface Fact {
  readonly branch: string;
  readonly kind: 'vetoes' | 'activities' | 'priors';
  readonly scheme: string | null;
  readonly period: string;
  readonly code: string;
  readonly stands: boolean;
  readonly revision: number;
  readonly file: string | null;
  readonly content: string | null;
}

/** What stands of the facts that come one by one, as the commands received say. */
export class StandingFacts {
  private readonly facts = new Map<string, Fact>();
  private taken = 0;

  take(command: ReceivedCommand): void {
    const fact = factIn(command);
    if (!fact) return;
    const key = [fact.branch, fact.kind, fact.scheme, fact.period, fact.kind === 'priors' ? '' : fact.code].join(' ');
    const before = this.facts.get(key);
    if (fact.kind === 'priors' || isNews(before, fact))
      this.facts.set(key, { ...fact, revision: this.taken++, file: before?.file ?? fact.file });
  }

  /** As queries show them of a branch and a year; grades from before the platform of every year. */
  of(branch: string, year: string): Readonly<Record<Fact['kind'], readonly Fact[]>> {
    const own = [...this.facts.values()].filter((fact) => fact.branch === branch);
    const standing = (kind: Fact['kind']): readonly Fact[] =>
      own.filter((fact) => fact.kind === kind && (kind === 'priors' || fact.period === year));
    return { vetoes: standing('vetoes'), activities: standing('activities'), priors: standing('priors') };
  }
}

const isNews = (before: Fact | undefined, { stands, content }: Fact): boolean =>
  before?.stands !== stands || before.content !== content;

function factIn({ name, data, source }: ReceivedCommand): Fact | undefined {
  const of = {
    branch: String(data['branchId']),
    stands: !name.startsWith('Withdraw'),
    revision: 0,
    file: source?.file ?? null,
    content: null,
  };
  const graded = { scheme: String(data['scheme']), period: String(data['period']) };
  switch (name) {
    case 'RecordVeto':
    case 'WithdrawVeto':
      return { ...of, ...graded, kind: 'vetoes', code: String(data['veto']) };
    case 'RecordActivity':
    case 'CorrectActivity':
    case 'WithdrawActivity':
      return {
        ...of,
        kind: 'activities',
        scheme: null,
        period: String(data['year'] ?? data['heldOn']).slice(0, 4),
        code: String(data['externalId']),
        content: of.stands ? [data['kind'], data['heldOn'], data['attendance']].join(' ') : null,
      };
    case 'RecordPriorGrade':
      return { ...of, ...graded, kind: 'priors', code: String(data['grade']) };
  }
  return undefined;
}

/** An answer line by line, each a JSON. */
export const linesOf = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** The body of a request. */
export async function textOf(request: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A page of nodes as connections have it. */
export function page(nodes: readonly object[], { first, after }: Readonly<Record<string, unknown>>): object {
  const from = Number(after ?? 0);
  const until = from + Number(first);
  return {
    edges: nodes.slice(from, until).map((node) => ({ node })),
    pageInfo: { hasNextPage: until < nodes.length, endCursor: String(until) },
  };
}
