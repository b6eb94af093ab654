/** A command as the batch door receives it. */
export interface ReceivedCommand {
  readonly name: string;
  readonly commandId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly source?: { readonly file: string; readonly rows: readonly number[] };
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
    const changes = before?.stands !== fact.stands || fact.kind === 'priors';
    if (changes) this.facts.set(key, { ...fact, revision: this.taken++, file: before?.file ?? fact.file });
  }

  /** As queries show them of a branch and a year; grades from before the platform of every year. */
  of(branch: string, year: string): Readonly<Record<Fact['kind'], readonly Fact[]>> {
    const own = [...this.facts.values()].filter((fact) => fact.branch === branch);
    const standing = (kind: Fact['kind']): readonly Fact[] =>
      own.filter((fact) => fact.kind === kind && (kind === 'priors' || fact.period === year));
    return { vetoes: standing('vetoes'), activities: standing('activities'), priors: standing('priors') };
  }
}

function factIn({ name, data, source }: ReceivedCommand): Fact | undefined {
  const of = {
    branch: String(data['branchId']),
    stands: !name.startsWith('Withdraw'),
    revision: 0,
    file: source?.file ?? null,
  };
  const graded = { scheme: String(data['scheme']), period: String(data['period']) };
  switch (name) {
    case 'RecordVeto':
    case 'WithdrawVeto':
      return { ...of, ...graded, kind: 'vetoes', code: String(data['veto']) };
    case 'RecordActivity':
    case 'WithdrawActivity':
      return {
        ...of,
        kind: 'activities',
        scheme: null,
        period: String(data['year'] ?? data['heldOn']).slice(0, 4),
        code: String(data['externalId']),
      };
    case 'RecordPriorGrade':
      return { ...of, ...graded, kind: 'priors', code: String(data['grade']) };
  }
  return undefined;
}
