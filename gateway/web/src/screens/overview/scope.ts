/** What the parts of an overview are about. */
export interface Scope {
  readonly id: string;
  readonly scheme: string;
  readonly period: string;
  readonly before: string;
}
