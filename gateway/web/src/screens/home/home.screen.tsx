import { useEffect } from 'preact/hooks';
import { useMe } from '../../answers/me.ts';
import { homeOf } from '../../navigation.ts';
import { Answer } from '../../parts/answer.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Page } from '../../parts/page.part.tsx';
import { Waiting } from '../../parts/waiting.part.tsx';
import { go } from '../../router.ts';
import { words } from '../../words/words.ts';

const { frame } = words;

/** Leads on to where the work of whoever is logged in begins. */
export function HomeScreen() {
  return <Answer of={useMe()}>{({ me }) => <Onward to={homeOf(me)} />}</Answer>;
}

function Onward({ to }: { readonly to: string | undefined }) {
  useEffect(() => {
    if (to !== undefined) go(to, 'replace');
  }, [to]);
  if (to !== undefined) return <Waiting />;
  return (
    <Page title={frame.noHome}>
      <Empty says={frame.noHomeSays} />
    </Page>
  );
}
