import { hasInvisible, hasPersonalNumber, isDay, isDecimal } from '@zhibu/kernel';
import { z } from 'zod';
import { inputWords } from './input.words.ts';

/** The building stones of every contract. Each message names what is wrong; the path names where. */

// Control characters (a line break in free text apart) and lone surrogates neither print nor store.
const unprintable = /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029]/u;
const unprintableInText = /[\p{Cs}\p{Co}\u2028\u2029]|(?![\n\t])\p{Cc}/u;

/** Persons are named by references: whoever writes a number of theirs into a record cannot take it back. */
const impersonal = (text: string): boolean => !hasPersonalNumber(text);
const visible = (text: string): boolean => !hasInvisible(text);

/** One line for people: trimmed, 1 to `max` characters, no control characters. */
export const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !unprintable.test(text), inputWords.controlCharacters.en)
    .refine(visible, inputWords.invisible.en)
    .refine(impersonal, inputWords.personalNumber.en)
    .refine((text) => text === text.trim(), inputWords.whiteSpace.en);

/** Text for people, line breaks allowed. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !unprintableInText.test(value), inputWords.controlCharacters.en)
    .refine(visible, inputWords.invisible.en)
    .refine(impersonal, inputWords.personalNumber.en);

/** Two codes that look alike are one: full-width letters and digits, and whatever else Unicode folds (NFKC), are refused. */
const plain = (text: string): boolean => text === text.normalize('NFKC');

/**
 * An organization's code in the register, which is its id: letters, digits, `.`, `_`, `-`; at most 64. The mark makes
 * every field of this shape a reference, whatever it is called (see `organizationsReferredTo`).
 */
export const organizationId = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, inputWords.notAnOrganization.en)
  .refine(plain, inputWords.fullWidth.en)
  .refine(visible, inputWords.invisible.en)
  .refine(impersonal, inputWords.personalNumber.en)
  .meta({ refers: 'organization' });

/** A code of an edition's content: an item, a rater, a grade, a gate. */
export const code = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, inputWords.notACode.en)
  .refine(plain, inputWords.fullWidth.en)
  .refine(visible, inputWords.invisible.en)
  .refine(impersonal, inputWords.personalNumber.en);

/** A reference to a person in the directory; never a name. */
export const personId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, inputWords.notAPerson.en)
  .refine(impersonal, inputWords.personalNumber.en);

/** A calendar day of Asia/Shanghai, ISO 8601. */
export const day = z.string().refine(isDay, inputWords.notADay.en).meta({ graphql: 'Date' });

/** A year, `YYYY`. */
export const period = z.string().regex(/^(19|2\d)\d{2}$/, inputWords.notAYear.en);

/**
 * What shows something, at most 50: a file by its SHA-256, which must be known (`evidenceNamed`); or a line that says where it
 * lies, as files of an import do. The mark makes every field of this shape a reference, whatever it is called.
 */
export const evidenceLines = z.array(line(500).meta({ refers: 'evidence' })).max(50);

/** A decimal as text, so that nothing rounds on the way. */
export const decimal = z.string().refine(isDecimal, inputWords.notADecimal.en);

/** A decimal as text, zero or more. */
export const amount = decimal.refine((value) => !value.startsWith('-'), inputWords.negative.en);

/** A whole number from 0. */
export const count = (max = 1_000_000) => z.int().min(0).max(max);

/** 文号: the document that a decision rests on. */
export const basis = z
  .strictObject({ documentNo: line(200), issuedBy: line(200).optional(), issuedOn: day.optional() })
  .meta({ id: 'Basis' });

export type Basis = z.infer<typeof basis>;
