import DataLoader from 'dataloader';

/** Most of what is asked for side by side; a statement's answer stays small. */
const ASKED_AT_ONCE = 64;

/**
 * A question to the database that many ask side by side: what is asked for in the same turn of the event loop goes out as
 * one statement, for each statement costs both sides more than the rows that it is about. Nothing is kept between turns,
 * and nobody waits for others to ask.
 * @param ask answers as many as it is asked, in their order; what it throws is thrown to each who asked
 */
export function gathered<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  const loader = new DataLoader<Question, Answer>(ask, { cache: false, maxBatchSize: ASKED_AT_ONCE });
  return (question) => loader.load(question);
}
