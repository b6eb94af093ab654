import { Icon, type IconName } from './icon.part.tsx';

/** `held`: shown to be so; `failed`: shown not to be; `unknown`: nothing tells. */
export interface Check {
  readonly title: string;
  readonly says: string;
  readonly outcome: 'held' | 'failed' | 'unknown';
}

const icons: Readonly<Record<Check['outcome'], IconName>> = { held: 'tick', failed: 'cross', unknown: 'minus' };

/** What was checked, and how each check came out. */
export function Checks({ checks, label }: { readonly checks: readonly Check[]; readonly label: string }) {
  return (
    <ul class="checks" aria-label={label}>
      {checks.map(({ title, says, outcome }) => (
        <li key={title} class={outcome}>
          <Icon name={icons[outcome]} />
          <div>
            <strong>{title}</strong>
            <p>{says}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
