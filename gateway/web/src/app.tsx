import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Fault } from './answers/asked.ts';
import { useMe } from './answers/me.ts';
import { Empty } from './parts/empty.part.tsx';
import { FaultNotice } from './parts/notice.part.tsx';
import { Page } from './parts/page.part.tsx';
import { Shell } from './parts/shell.part.tsx';
import { Waiting } from './parts/waiting.part.tsx';
import { type ScreenOf, useAddress } from './router.ts';
import { forgetReload, reloadOnce } from './reload.ts';
import { routeOf } from './routes.ts';
import { words } from './words/words.ts';

const { frame } = words;

/** The screen of the address, in its frame. */
export function App() {
  const { path } = useAddress();
  const { data } = useMe();
  return (
    <Shell me={data?.me} path={path}>
      <Screen path={path} />
    </Shell>
  );
}

interface Loaded {
  readonly pattern: string;
  readonly Shown: ComponentType<ScreenOf>;
}

function Screen({ path }: { readonly path: string }) {
  const at = routeOf(path);
  const [loaded, setLoaded] = useState<Loaded>();
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    if (!at || loaded?.pattern === at.route.pattern) return;
    const { pattern, screen } = at.route;
    screen().then(
      (Shown) => {
        forgetReload();
        setLoaded({ pattern, Shown });
      },
      () => setMissing(!reloadOnce()),
    );
  }, [at?.route.pattern]);
  if (!at) return <NoPage />;
  if (isMissing)
    return <FaultNotice fault={new Fault('UNREACHABLE', frame.unreachable)} again={() => location.reload()} />;
  if (loaded?.pattern !== at.route.pattern) return <Waiting />;
  const { Shown } = loaded;
  return <Shown key={path} path={at.found} />;
}

function NoPage() {
  return (
    <Page title={frame.noPage}>
      <Empty says={frame.noPageSays} />
    </Page>
  );
}
