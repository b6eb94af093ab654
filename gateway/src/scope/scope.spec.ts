import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import type { GraphQLSchema } from 'graphql';
import { dig } from '../testing/asking.ts';
import { type Execute, executableSchema, executing } from '../testing/executable.ts';
import { NaiveScope } from '../testing/naive-scope.ts';
import { type Random, type Selected, textOf } from '../testing/random-document.ts';
import { type Forest, type Person, randomForest, TODAY } from '../testing/random-forest.ts';
import {
  aboutNothing,
  documentOf,
  isAnswered,
  isOnlyNamed,
  type Question,
  randomQuestion,
} from '../testing/random-question.ts';
import { readModelUnderTest, type ReadModelUnderTest } from '../testing/read-model-under-test.ts';
import { told } from '../testing/told.ts';

/** Documents a forest, each asked by every one of its people. */
const DOCUMENTS = 50;
const FORESTS = 25;
const OPERATOR = { kind: 'operator' } as const;

let under: ReadModelUnderTest;
let schema: GraphQLSchema;
beforeAll(async () => {
  under = await readModelUnderTest();
  schema = executableSchema();
});
afterAll(() => under.drop());

// Each lock is enough for what it holds: without the second no answer is another.
it.each([
  ['behind the second lock', true],
  ['without the second lock', false],
])('tells whoever asks all that a naive reading allows him, and nothing else, %s', async (_how, isLocked) => {
  await fc.assert(
    fc.asyncProperty(randomForest, fc.nat(), async (forest, seed) => {
      await under.empty();
      await under.apply(forest.history.events);
      const over = { reader: under.open, projector: under.owner, isLocked, today: TODAY };
      const asking = { forest, random: numbersFrom(seed), execute: executing(schema, over) };
      for (let count = 0; count < DOCUMENTS; count += 1) await askedByEach(asking);
    }),
    { numRuns: runs(FORESTS), endOnFailure: true },
  );
});

interface Asking {
  readonly forest: Forest;
  readonly random: Random;
  readonly execute: Execute;
}

async function askedByEach(asking: Asking): Promise<void> {
  const { forest, random } = asking;
  const question = randomQuestion(schema, forest.history.events, random);
  const document = documentOf(schema, question, { random, isNamed: false });
  const everything = await asking.execute(queryOf(document), OPERATOR);
  for (const person of forest.people) {
    const scope = new NaiveScope(forest.history.events, person, TODAY);
    if (isOnlyNamed(question, scope)) await askedByName(asking, question, { person, scope });
    else await compared(asking, { question, document, everything }, { person, scope });
  }
}

interface Somebody {
  readonly person: Person;
  readonly scope: NaiveScope;
}

interface Asked {
  readonly question: Question;
  readonly document: Selected;
  /** What is answered to who sees everything. */
  readonly everything: Awaited<ReturnType<Execute>>;
}

/** Of what stands above him he is told its names, and refused whatever else he asks of it. */
async function askedByName(asking: Asking, question: Question, somebody: Somebody): Promise<void> {
  const document = documentOf(schema, question, { random: asking.random, isNamed: true });
  const everything = await asking.execute(queryOf(document), OPERATOR);
  await compared(asking, { question, document, everything }, somebody);
}

async function compared(asking: Asking, asked: Asked, { person, scope }: Somebody): Promise<void> {
  const { question, document } = asked;
  const principal = { kind: 'person', personId: person.personId, session: 's', factors: [], steppedUpAt: '' } as const;
  const answer = await asking.execute(queryOf(document), principal);
  const by = { person, query: queryOf(document) };
  if (!isAnswered(question, scope, { events: asking.forest.history.events, everything: asked.everything.data })) {
    const nothing = aboutNothing(question);
    const unknown = await asking.execute(queryOf({ ...document, args: nothing.args }), principal);
    expect({ ...by, answer: renamed(answer, question) }).toEqual({ ...by, answer: renamed(unknown, nothing) });
    expect(dig(answer, 'errors', 0, 'code')).toMatch(/_UNKNOWN$/);
    return;
  }
  expect({ ...by, answer }).toEqual({ ...by, answer: expectedOf(asking, asked, { person, scope }) });
}

function expectedOf({ forest }: Asking, { question, document, everything }: Asked, { person, scope }: Somebody) {
  if (everything.errors !== undefined) return everything;
  const telling = { scope, personId: person.personId, day: question.day, events: forest.history.events };
  const { field } = question;
  return { data: { [field]: told(dig(everything.data, field), document, telling, question.args) }, errors: undefined };
}

/** An answer with what was asked about under another name. */
function renamed(answer: unknown, { argument, args }: Question): unknown {
  if (argument === undefined) return answer;
  // Where it stands as a word: a code of one letter is a part of many.
  const asked = new RegExp(`(?<![A-Za-z_])${String(args[argument])}(?![A-Za-z_])`, 'g');
  return JSON.parse(JSON.stringify(answer).replaceAll(asked, 'asked'));
}

const queryOf = (document: Selected): string => `{ ${textOf(document)} }`;

/** A linear congruential generator, so that a failure comes again by its seed. */
function numbersFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
