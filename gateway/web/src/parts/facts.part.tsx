import type { ComponentChildren } from 'preact';

export interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
}

/** Names with what they are, side by side. */
export function Facts({ facts, isInline = false }: { readonly facts: readonly Fact[]; readonly isInline?: boolean }) {
  return (
    <dl class={isInline ? 'facts inline' : 'facts'}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
