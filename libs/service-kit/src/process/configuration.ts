import { type ServiceName, services } from '@zhibu/contracts';

/** What a setting may be, and how it is read; `undefined` where the text is no such value. */
export interface Setting<Value> {
  readonly says: string;
  readonly read: (text: string) => Value | undefined;
  readonly fallback?: Value;
  /** Whether a wrong value must not be shown. */
  readonly isSecret?: boolean;
}

type Settings = Readonly<Record<string, Setting<unknown>>>;
type ValuesOf<S extends Settings> = {
  readonly [Name in keyof S]: S[Name] extends Setting<infer Value> ? Value : never;
};

/** Settings that are missing or wrong, every one of them named. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** A whole number in a range. */
export const wholeNumber = (range: {
  readonly min: number;
  readonly max: number;
  readonly fallback?: number;
}): Setting<number> => ({
  says: `a whole number from ${range.min} to ${range.max}`,
  read: (text) =>
    /^\d{1,15}$/.test(text) && Number(text) >= range.min && Number(text) <= range.max ? Number(text) : undefined,
  ...(range.fallback === undefined ? {} : { fallback: range.fallback }),
});

/** A URL with one of the protocols. */
export const url = (protocols: readonly string[], fallback?: string): Setting<string> => ({
  says: `a URL (${protocols.join(', ')})`,
  read: (text) => (URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined),
  ...(fallback === undefined ? {} : { fallback }),
});

/** One of a few words. */
export const oneOf = <const Word extends string>(choices: readonly Word[], fallback: Word): Setting<Word> => ({
  says: `one of ${choices.join(', ')}`,
  read: (text) => choices.find((choice) => choice === text),
  fallback,
});

/** One or more of a kind, by commas. */
export const listOf = <Value>(kind: Setting<Value>): Setting<readonly Value[]> => ({
  says: `${kind.says}, several by commas`,
  read: (text) => {
    const values = text.split(',').flatMap((part) => kind.read(part.trim()) ?? []);
    return values.length === text.split(',').length ? values : undefined;
  },
});

/** A setting that may be left out; null then. */
export const optional = <Value>(setting: Setting<Value>): Setting<Value | null> => ({ ...setting, fallback: null });

/** A setting that must be there under a condition, and may be left out otherwise. */
export const needed = <Value>(isNeeded: boolean, setting: Setting<Value>): Setting<Value | null> =>
  isNeeded ? setting : optional(setting);

/** A setting whose value is not shown when it is wrong. */
export const secret = <Value>(setting: Setting<Value>): Setting<Value> => ({ ...setting, isSecret: true });

type NameFor<Prefix extends string> = `${Prefix}_${Uppercase<ServiceName>}`;

/** The name of a setting that each service has one of: `<PREFIX>_<SERVICE>`. */
export const nameFor = <Prefix extends string>(prefix: Prefix, service: ServiceName): NameFor<Prefix> =>
  `${prefix}_${service.toUpperCase()}` as NameFor<Prefix>;

/** A setting for each service, by its {@link nameFor}. */
export const forEachService = <Prefix extends string, Value>(
  prefix: Prefix,
  of: (service: ServiceName) => Setting<Value>,
): Readonly<Record<NameFor<Prefix>, Setting<Value>>> =>
  Object.fromEntries(services.map((service) => [nameFor(prefix, service), of(service)])) as Readonly<
    Record<NameFor<Prefix>, Setting<Value>>
  >;

/** Any text. */
export const words = (fallback?: string): Setting<string> => ({
  says: 'a text',
  read: (text) => text,
  ...(fallback === undefined ? {} : { fallback }),
});

/**
 * Reads settings from the environment, each under its own name.
 * @throws ConfigurationError naming every wrong or missing one at once
 */
export function readConfiguration<S extends Settings>(
  settings: S,
  environment: Readonly<Record<string, string | undefined>>,
): ValuesOf<S> {
  const faults: string[] = [];
  const values = Object.entries(settings).map(([name, setting]) => {
    const text = environment[name];
    const value = text === undefined || text === '' ? setting.fallback : setting.read(text);
    if (value === undefined)
      faults.push(
        `${name} ${text ? `is ${setting.isSecret ? 'given, but' : `"${text}",`} not` : 'is missing; it must be'} ${setting.says}`,
      );
    return [name, value];
  });
  if (faults.length > 0) throw new ConfigurationError(faults.join('\n'));
  return Object.fromEntries(values) as ValuesOf<S>;
}
