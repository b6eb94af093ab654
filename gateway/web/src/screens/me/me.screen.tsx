import { type HeldDuty, type Me, useMe } from '../../answers/me.ts';
import { addressOf } from '../../navigation.ts';
import { Answer } from '../../parts/answer.part.tsx';
import { Card } from '../../parts/card.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Facts } from '../../parts/facts.part.tsx';
import { Link } from '../../parts/link.part.tsx';
import { List } from '../../parts/list.part.tsx';
import { LogOut } from '../../parts/log-out.part.tsx';
import { Page } from '../../parts/page.part.tsx';
import { LanguageSwitch, TextSwitch } from '../../parts/switches.part.tsx';
import { Tag } from '../../parts/tag.part.tsx';
import { words } from '../../words/words.ts';

const { frame } = words;

/** 我的: who I am, my duties, what I may do, how the application is shown to me. */
export function MeScreen() {
  return <Answer of={useMe()}>{({ me }) => <Mine me={me} />}</Answer>;
}

function Mine({ me }: { readonly me: Me }) {
  return (
    <Page title={frame.me.title} beside={me.person?.name ?? frame.unnamed} actions={<LogOut />}>
      <div class="cards">
        <Card title={frame.me.duties}>
          <Duties duties={me.duties} />
        </Card>
        <Card title={frame.me.rights}>
          {me.rights.length === 0 ? (
            <p>{frame.me.noRights}</p>
          ) : (
            <p class="tags">
              {me.rights.map(({ right, label }) => (
                <Tag key={right}>{label}</Tag>
              ))}
            </p>
          )}
        </Card>
        <Card title={frame.me.settings}>
          <Facts
            facts={[
              { name: frame.me.textSize, value: <TextSwitch /> },
              { name: frame.me.language, value: <LanguageSwitch /> },
            ]}
          />
        </Card>
      </div>
    </Page>
  );
}

function Duties({ duties }: { readonly duties: readonly HeldDuty[] }) {
  if (duties.length === 0) return <Empty says={frame.noHomeSays} />;
  return (
    <List
      caption={frame.me.duties}
      rows={duties}
      keyOf={({ id }) => id}
      columns={[
        { title: frame.me.duty, cell: ({ label }) => label, isHead: true },
        { title: frame.me.at, cell: ({ organization }) => placeOf(organization) },
        { title: frame.me.since, cell: ({ from }) => from },
        { title: frame.me.until, cell: ({ until }) => until ?? frame.me.open },
      ]}
    />
  );
}

const placeOf = (organization: HeldDuty['organization']) =>
  organization ? <Link to={addressOf(organization)}>{organization.name}</Link> : frame.me.platform;
