import { inputWords, type Wording } from '@zhibu/contracts';

/** What GraphQL says of a value that it refuses, and what we say; its own sentence goes on for programs. */
const known: readonly (readonly [said: RegExp, words: Wording])[] = [
  [/it is not a day that exists/, inputWords.notADay],
  [/it is not an instant with offset/, inputWords.notAnInstant],
  [/cannot represent (a )?non[- ]integer|cannot represent non 32-bit signed integer/, inputWords.notAWholeNumber],
  [/(Float|Int) cannot represent/, inputWords.notANumber],
  [/(String|ID) cannot represent/, inputWords.notAText],
  [/Boolean cannot represent/, inputWords.notABoolean],
  [/not to be null|was not provided|of required type|must not be null|found null/, inputWords.missing],
  [/is not defined by type/, inputWords.unknownField],
  [/to be an object/, inputWords.notAnObject],
  [/does not exist in "?\w+"? enum|cannot represent .* enum/i, inputWords.notAnOption],
];

/** The words for a value that GraphQL has refused with a sentence of its own. */
export function valueWords(said: string): Wording {
  return known.find(([pattern]) => pattern.test(said))?.[1] ?? inputWords.wrong;
}
