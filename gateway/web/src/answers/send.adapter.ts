import { language } from '../words/language.ts';
import { words } from '../words/words.ts';
import { Fault } from './asked.ts';
import { type ProblemSaid, Refused } from './refused.ts';

/** A command with the id under which sending it again has no second effect. */
export interface Command {
  readonly commandId: string;
  readonly data: object;
}

/** What was recorded of a command; no events: it had been recorded before. */
export interface Receipt {
  readonly commandId: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly recordedAt: string }[];
}

/** Sends a command to whoever decides it. @throws Fault, Refused */
export function send(name: string, command: Command): Promise<Receipt> {
  return taken<Receipt>(`/commands/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
}

/** Sends to a door that answers what it took, or why it did not. @throws Fault, Refused */
export async function taken<Answer>(path: string, { headers, ...request }: RequestInit): Promise<Answer> {
  const response = await reached(fetch(path, { ...request, headers: { ...headers, 'accept-language': language } }));
  if (response.ok) return reached(response.json() as Promise<Answer>);
  throw new Refused(await reached(response.json() as Promise<ProblemSaid>));
}

async function reached<Value>(coming: Promise<Value>): Promise<Value> {
  try {
    return await coming;
  } catch {
    throw new Fault('UNREACHABLE', words.frame.unreachable);
  }
}
