import { useAnswer } from '../../answers/answers.ts';
import { type Me, useMe } from '../../answers/me.ts';
import { todoBranchDocument } from '../../generated/todo-branch.document.ts';
import { todoSuperiorDocument } from '../../generated/todo-superior.document.ts';
import { type Moment, momentIn } from '../../moment.ts';
import { Answer } from '../../parts/answer.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Page } from '../../parts/page.part.tsx';
import { useAddress } from '../../router.ts';
import { CLASSIFICATION } from '../../scheme.ts';
import { dayOf } from '../../words/days.ts';
import { words } from '../../words/words.ts';
import { BranchCard } from './branch-card.part.tsx';
import { ProblemList } from './problem-list.part.tsx';

const says = words.todo;

/** 待办: what waits for whoever is logged in. */
export function TodoScreen() {
  return <Answer of={useMe()}>{({ me }) => <Todo home={me.home} />}</Answer>;
}

function Todo({ home }: Pick<Me, 'home'>) {
  const { asOf, knownAt } = momentIn(useAddress().search);
  const moment = { asOf, knownAt };
  if (!home)
    return (
      <Page title={words.frame.noHome}>
        <Empty says={words.frame.noHomeSays} />
      </Page>
    );
  return (
    <Page title={says.title} beside={home.kind === 'branch' ? undefined : home.name} moment={{}}>
      {home.kind === 'branch' ? <OfBranch id={home.id} moment={moment} /> : <OfSuperior id={home.id} moment={moment} />}
    </Page>
  );
}

interface Of {
  readonly id: string;
  readonly moment: Pick<Moment, 'asOf' | 'knownAt'>;
}

const todayIn = ({ asOf }: Of['moment']): string => asOf ?? dayOf(Date.now());

/** For the secretary of a branch: how it stands, and what is open of it. */
function OfBranch({ id, moment }: Of) {
  const answer = useAnswer(todoBranchDocument, { id, scheme: CLASSIFICATION, ...moment });
  return (
    <Answer of={answer}>
      {({ branch }) =>
        branch ? (
          <div class="todo">
            <BranchCard branch={branch} />
            <ProblemList title={says.open} of={branch.problems} today={todayIn(moment)} nothing={says.nothing} />
          </div>
        ) : (
          <Empty says={says.noBranch} />
        )
      }
    </Answer>
  );
}

/** For whoever stands above branches: first what waits for a verdict, then what is overdue. */
function OfSuperior({ id, moment }: Of) {
  const today = todayIn(moment);
  return (
    <Answer of={useAnswer(todoSuperiorDocument, { id, ...moment })}>
      {({ reported, overdue }) =>
        reported.totalCount + overdue.totalCount === 0 ? (
          <Empty says={says.nothing} />
        ) : (
          <div class="todo">
            <ProblemList
              title={says.reported}
              of={reported}
              today={today}
              nothing={says.nothingReported}
              isByDueDate={false}
            />
            <ProblemList title={says.overdue} of={overdue} today={today} nothing={says.nothingOverdue} />
          </div>
        )
      }
    </Answer>
  );
}
