import { language } from '../words/language.ts';
import { words } from '../words/words.ts';
import { type Asked, Fault } from './asked.ts';

interface Body<Answer> {
  readonly data?: Answer | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Extensions }[];
}

interface Extensions {
  readonly code?: string;
  readonly reference?: string;
}

/**
 * Asks the gateway. The types are those that the build made of the document by the gateway's own schema.
 * @throws Fault
 */
export async function ask<Answer, Variables>(
  { name, text }: Asked<Answer, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await reached(
    fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': language },
      body: JSON.stringify({ operationName: name, query: text, variables }),
      signal: signal ?? null,
    }),
    signal,
  );
  const { data, errors } = await reached(response.json() as Promise<Body<Answer>>, signal);
  const [error] = errors ?? [];
  if (error) throw new Fault(error.extensions?.code ?? '', error.message, error.extensions?.reference);
  if (!data) throw new Fault('UNREACHABLE', words.frame.unreachable);
  return data;
}

async function reached<Value>(coming: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  try {
    return await coming;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new Fault('UNREACHABLE', words.frame.unreachable);
  }
}
