import { type Actor, Refusal } from '@zhibu/kernel';
import { z } from 'zod';
import { parsed } from './command-door.ts';

/** The header in which the gateway, the one place where an actor enters, tells a service who sends a command. */
export const ACTOR_HEADER = 'zhibu-actor';

const actor = z.strictObject({
  personId: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,63}$/u),
  role: z.string().regex(/^[a-z][a-z-]{0,63}$/),
  organizationId: z.string().max(64).optional(),
});

/** How an actor travels in the header. */
export function actorHeader(value: Actor): string {
  return encodeURIComponent(JSON.stringify(value));
}

/** Reads the actor from the header. @throws Refusal ACTOR_MISSING, INPUT_INVALID */
export function actorFrom(header: string | undefined): Actor {
  if (!header) throw new Refusal('ACTOR_MISSING', { field: ACTOR_HEADER });
  return parsed(actor, decoded(header), ACTOR_HEADER);
}

function decoded(header: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(header));
  } catch {
    throw new Refusal('ACTOR_MISSING', { field: ACTOR_HEADER });
  }
}
