/** The same said in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A query of the demonstration city, ready to run. */
export interface Example {
  readonly title: Words;
  readonly about: Words;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The work committee of the demonstration city. */
export const committee = '990100-SZGW';
