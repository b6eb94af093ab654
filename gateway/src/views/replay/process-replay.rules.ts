import { eventWords, type Wording } from '@zhibu/contracts';
import { contentHash, type Day, type RecordedEvent } from '@zhibu/kernel';
import type { KeptStep } from '../../process/standing.lookup.ts';
import type { StepFact } from '../../process/steps.projection.ts';
import { causeIdOf } from '../causation/causation.rules.ts';
import type { TakenIn } from '../causation/causation.lookup.ts';

/** Where the steps that the read model keeps are not those of the stream: one sentence each, none when all agree. */
export function stepDisagreements(replayed: readonly StepFact[], kept: readonly KeptStep[]): readonly Wording[] {
  const byId = new Map(kept.map((row) => [row.eventId, row]));
  const ids = new Set(replayed.map(({ eventId }) => eventId));
  return [
    ...kept.filter(({ eventId }) => !ids.has(eventId)).map((row) => invented(row)),
    ...replayed.flatMap((step) => {
      const row = byId.get(step.eventId);
      return row ? differences(step, row) : [missing(step)];
    }),
  ];
}

/** Where the read model shows another cause of an event than its own record names. */
export function causeDisagreements(
  events: readonly RecordedEvent[],
  links: ReadonlyMap<string, TakenIn>,
): readonly Wording[] {
  return events.flatMap((event) => {
    const expected = causeIdOf(event) ?? 'none';
    const link = links.get(event.id);
    const actual = link ? (link.causeId ?? 'none') : 'no record of the event';
    const day = event.recordedAt.slice(0, 10);
    const step = { eventId: event.id, type: event.type, effectiveOn: day };
    return expected === actual ? [] : [differs(step, 'cause', { expected, actual })];
  });
}

/** That an instance is counted otherwise than its steps say. */
export const spanDisagreement = (differing: number): readonly Wording[] =>
  differing === 0
    ? []
    : [
        {
          zh: '统计所用的状态与原始记录不一致，请联系系统管理员重新生成查询数据',
          en: `the read model counts it otherwise than its steps say: ${differing} spans differ; ask who administers the platform to rebuild it`,
        },
      ];

/** That lists show an instance otherwise than its steps say. */
export const standingDisagreement = (differing: number): readonly Wording[] =>
  differing === 0
    ? []
    : [
        {
          zh: '列表所用的状态与原始记录不一致，请联系系统管理员重新生成查询数据',
          en: `the read model lists it otherwise than its steps say: ${differing} standings differ; ask who administers the platform to rebuild it`,
        },
      ];

/** What is wrong with a log, of the step whose place in it the fault names. */
export function stepInLog(fault: string, events: readonly RecordedEvent[]): Wording {
  const event = events.find(({ position }) => fault.includes(`(position ${position})`));
  const step = event && named({ type: event.type, effectiveOn: dayIn(event) });
  return {
    zh: `${step ? `${step.zh}的` : ''}原始记录被改动或损坏，请联系系统管理员核验`,
    en: `the log was changed or is damaged${step ? ` at ${step.en}` : ''}: ${fault}`,
  };
}

function dayIn({ data, recordedAt }: RecordedEvent): Day {
  const { effectiveOn }: { effectiveOn?: unknown } = data;
  return typeof effectiveOn === 'string' ? effectiveOn : recordedAt.slice(0, 10);
}

type Named = Pick<StepFact, 'type' | 'effectiveOn'>;
type Identified = Named & Pick<StepFact, 'eventId'>;

const named = ({ type, effectiveOn }: Named): Wording => ({
  zh: `“${eventWords[type]?.zh ?? type}”（${effectiveOn}）一步`,
  en: `“${eventWords[type]?.en ?? type}” (${effectiveOn})`,
});

const missing = (step: StepFact): Wording => ({
  zh: `${named(step).zh}原始记录中有，系统没有显示`,
  en: `the read model differs from the stream: it lacks ${named(step).en}, event ${step.eventId}`,
});

const invented = (row: KeptStep): Wording => ({
  zh: `系统显示的${named(row).zh}，原始记录中没有`,
  en: `the read model differs from the stream: it has ${named(row).en}, event ${row.eventId}, and the stream has not`,
});

/** What may differ, in people's words; of those whose values are no codes, the values are told too. */
const differing = {
  key: { zh: '事项' },
  organizationId: { zh: '所属组织' },
  type: { zh: '步骤' },
  revision: { zh: '次序' },
  status: { zh: '状态' },
  effectiveOn: { zh: '生效日期', told: true },
  recordedAt: { zh: '记录时间' },
  actor: { zh: '操作人' },
  said: { zh: '内容' },
  cause: { zh: '由来' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly told?: true }>>;

type Field = Exclude<keyof typeof differing, 'cause'>;
const isField = (name: string): name is Field => Object.hasOwn(differing, name) && name !== 'cause';
type Compared = Readonly<Record<Field, string>>;

function differences(step: StepFact, row: KeptStep): readonly Wording[] {
  const [expected, actual] = [compared(step, step.recordedAt), compared(row, row.recordedAt.toISOString())];
  const fields = Object.keys(expected).filter((field) => isField(field));
  return fields
    .filter((field) => expected[field] !== actual[field])
    .map((field) => differs(step, field, { expected: expected[field], actual: actual[field] }));
}

type Comparable = Pick<StepFact, 'key' | 'organizationId' | 'type' | 'revision' | 'effectiveOn' | 'actor' | 'said'> & {
  readonly status?: string | null | undefined;
};

const compared = (
  { key, organizationId, type, revision, status, effectiveOn, actor, said }: Comparable,
  recordedAt: string,
): Compared => ({
  key,
  organizationId,
  type,
  revision: String(revision),
  status: status ?? 'none',
  effectiveOn,
  recordedAt,
  // Whatever order their fields are kept in.
  actor: contentHash(actor),
  said: contentHash(said),
});

function differs(
  step: Identified,
  field: keyof typeof differing,
  { expected, actual }: { readonly expected: string; readonly actual: string },
): Wording {
  const word: { readonly zh: string; readonly told?: true } = differing[field];
  return {
    zh: `${named(step).zh}，系统显示的${word.zh}与原始记录不一致${word.told ? `：应为${expected}，显示为${actual}` : ''}`,
    en: `the read model differs from the stream: ${named(step).en}, event ${step.eventId}, ${field} should be ${expected}, the read model has ${actual}`,
  };
}
