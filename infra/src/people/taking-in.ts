import { type Platform, PlatformRefused, post } from '@zhibu/client';
import type { Wording } from '@zhibu/contracts';
import { type PersonRow, readPeople } from '@zhibu/handover';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { lineOf } from '../import/report.adapter.ts';
import { type Exit, exits } from '../operator/fault.ts';
import { refusalWording } from '../terminal/failure.ts';
import { says } from './vocabulary.ts';

/** The door takes so many at once. */
const AT_ONCE = 100;
/** The gateway answers so where no directory is set up: it has no such door then. */
const NO_DOOR = 'NOT_FOUND';
const answer = z.object({ changed: z.number(), forgotten: z.array(z.string()) });

/** Where what was done is told. */
export interface Telling {
  readonly say: (wording: Wording) => void;
  readonly complain: (text: string) => void;
}

/** Reads a list of people and, where nothing in it is wrong, puts it into the directory. */
export async function takePeople(path: string, platform: Platform, { say, complain }: Telling): Promise<Exit> {
  const { persons, faults } = readPeople({ name: basename(path), bytes: () => readFileSync(path) });
  if (faults.length > 0) {
    for (const fault of faults) complain(lineOf(fault));
    say(says.faults(faults.length));
    return exits.notSo;
  }
  await putPeople(persons, platform, say);
  return exits.done;
}

/** Puts people into the directory, and says how many of them are new there or changed. */
export async function putPeople(persons: readonly PersonRow[], platform: Platform, say: Telling['say']): Promise<void> {
  let changed = 0;
  const forgotten: string[] = [];
  for (let at = 0; at < persons.length; at += AT_ONCE) {
    const json = JSON.stringify({ persons: persons.slice(at, at + AT_ONCE) });
    const put = answer.parse(await post(platform, '/people', json));
    changed += put.changed;
    forgotten.push(...put.forgotten);
  }
  say(says.imported(persons.length, changed));
  if (forgotten.length > 0) say(says.forgotten(forgotten));
}

/** What an import has done with the list of people beside its other rows. */
export type PeopleTaken = 'done' | 'left-out';

/**
 * Puts people into the directory at the end of an import, whose other rows do not depend on them: a refusal is said, and
 * so is that the platform keeps no directory. @throws PlatformAbsent, OutageTooLong, or the signal's reason
 */
export async function putPeopleOrSay(
  persons: readonly PersonRow[],
  platform: Platform,
  { say, complain }: { readonly say: Telling['say']; readonly complain: Telling['say'] },
): Promise<PeopleTaken> {
  try {
    await putPeople(persons, platform, say);
    return 'done';
  } catch (error) {
    if (!(error instanceof PlatformRefused)) throw error;
    if (error.code === NO_DOOR) {
      complain(says.noDirectory);
      return 'done';
    }
    complain(says.refused(refusalWording(error.code, error.message), error.code));
    return 'left-out';
  }
}
