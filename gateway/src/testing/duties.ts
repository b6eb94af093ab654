import {
  gradingStream,
  type ProblemEvent,
  problemId,
  problemStream,
  type RemediationEvent,
  remediationStream,
} from '@zhibu/contracts';
import { History } from './history.ts';

type DataOf<Type extends ProblemEvent['type']> = Extract<ProblemEvent, { type: Type }>['data'];

/** A problem's source: the item of a branch's grading of 2022. */
const sourceOf = (organizationId: string, item: string) => ({
  organizationId,
  source: { kind: 'grading' as const, reference: `${gradingStream(organizationId, 'classification', '2022')}/${item}` },
});

/** The id of the problem that the grading of 2022 named of an item. */
export const problemOf = (branchId: string, item: string): string => problemId(sourceOf(branchId, item));

/** What is due on branches, as the rectification service would record it. */
export class Duties {
  readonly history: History;

  constructor(history: History) {
    this.history = history;
  }

  /** A problem found in the grading of 2022; `overrides` take its effective day and the like. */
  problem(branchId: string, item: string, overrides: Partial<DataOf<'ProblemIdentified'>> = {}): this {
    const source = sourceOf(branchId, item);
    return this.step([branchId, item], 'ProblemIdentified', {
      ...source,
      aspect: 'organizational-life',
      item,
      itemText: '项目',
      openBy: '2023-01-25',
      effectiveOn: '2023-01-10',
      pointsLost: '1.5',
      ...overrides,
    });
  }

  /** The next step of the problem of a branch and an item. */
  step<Type extends ProblemEvent['type']>(
    [organizationId, item]: readonly [string, string],
    type: Type,
    data: Omit<DataOf<Type>, 'problemId' | 'organizationId'>,
  ): this {
    const id = problemOf(organizationId, item);
    this.history.record(problemStream(id), type, { problemId: id, organizationId, ...data });
    return this;
  }

  /** A rectification by P-1 from 1 February, due on 28 February unless told. */
  rectified(branchId: string, item: string, dueOn = '2023-02-28'): this {
    return this.step([branchId, item], 'RectificationOpened', {
      effectiveOn: '2023-02-01',
      item,
      post: '组织委员',
      responsibleId: 'P-1',
      dueOn,
      dueVersion: 1,
    });
  }

  /** From the report of completion to the closure, all on one day. */
  closed(branchId: string, item: string, effectiveOn: string): this {
    return this.step([branchId, item], 'CompletionReported', {
      effectiveOn,
      says: '已补齐',
      evidence: ['台账'],
      reporterId: 'P-2',
    })
      .step([branchId, item], 'CompletionVerified', { effectiveOn, verifierId: 'P-9' })
      .step([branchId, item], 'ProblemClosed', { effectiveOn });
  }

  remediation<Type extends RemediationEvent['type']>(branchId: string, type: Type, data: object): this {
    this.history.record(remediationStream(branchId, '2022'), type, { branchId, year: '2022', ...data });
    return this;
  }

  /** Says of the last event which one it answers. */
  causedBy(eventId: string): this {
    const last = this.history.events.pop();
    if (last) this.history.events.push({ ...last, metadata: { ...last.metadata, causationId: eventId } });
    return this;
  }
}

/** A province down to unit U with branches B1 and B2, and unit V with branch B3; every code begins with the prefix. */
export function register(prefix = ''): History {
  const history = new History().register(`${prefix}P`, 'province');
  const under = (id: string, kind: string, parent: string): History =>
    history.register(`${prefix}${id}`, kind, `${prefix}${parent}`);
  under('C', 'city', 'P');
  under('W', 'work-committee', 'C');
  for (const unit of ['U', 'V']) under(unit, 'unit', 'W');
  for (const [branch, unit] of [
    ['B1', 'U'],
    ['B2', 'U'],
    ['B3', 'V'],
  ] as const)
    under(branch, 'branch', unit);
  return history;
}
