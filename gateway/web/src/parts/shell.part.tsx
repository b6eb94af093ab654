import type { ComponentChildren } from 'preact';
import type { Me } from '../answers/me.ts';
import { type Place, placesOf } from '../navigation.ts';
import { words } from '../words/words.ts';
import { Icon } from './icon.part.tsx';
import { Link } from './link.part.tsx';
import { LogOut } from './log-out.part.tsx';
import { Patterns } from './patterns.part.tsx';
import { LanguageSwitch, TextSwitch } from './switches.part.tsx';

const { frame } = words;

interface ShellOf {
  readonly me: Me | undefined;
  readonly path: string;
  readonly children: ComponentChildren;
}

/** What stands around every screen: who one is, where one may go, and the screen itself. */
export function Shell({ me, path, children }: ShellOf) {
  return (
    <>
      <Patterns />
      <a class="skip" href="#main">
        {frame.skip}
      </a>
      <header class="head">
        <Link to="/" class="brand">
          {frame.platform}
        </Link>
        <span class="tagline">{frame.tagline}</span>
        <div class="who" role="group" aria-label={frame.account}>
          <TextSwitch />
          <LanguageSwitch />
          {me ? <Who me={me} /> : null}
        </div>
      </header>
      <Navigation me={me} path={path} />
      <main id="main">{children}</main>
    </>
  );
}

function Who({ me: { person, duties } }: { readonly me: Me }) {
  const [duty] = duties;
  const at = duty?.organization?.name;
  return (
    <>
      <Link to="/me" class="person">
        {[at, person?.name ?? duty?.label ?? frame.unnamed].filter((part) => part !== undefined).join(' ')}
      </Link>
      <LogOut />
    </>
  );
}

function Navigation({ me, path }: { readonly me: Me | undefined; readonly path: string }) {
  return (
    <nav class="rail" aria-label={frame.navigation}>
      {placesOf(me).map(({ title, places }) => (
        <div class="group" key={title}>
          <p>{title}</p>
          <ul>
            {places.map((place) => (
              <li key={place.href}>
                <PlaceLink place={place} path={path} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

const PlaceLink = ({ place: { href, label, icon }, path }: { readonly place: Place; readonly path: string }) => (
  <Link to={href} isHere={path === href}>
    <Icon name={icon} />
    <span>{label}</span>
  </Link>
);
