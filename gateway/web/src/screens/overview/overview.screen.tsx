import { useAnswer } from '../../answers/answers.ts';
import { overviewDocument, type OverviewQuery } from '../../generated/overview.document.ts';
import { overviewHeadDocument, type OverviewHeadQuery } from '../../generated/overview-head.document.ts';
import { overviewProblemsDocument } from '../../generated/overview-problems.document.ts';
import { type Moment, momentIn, standingDay } from '../../moment.ts';
import { Answer } from '../../parts/answer.part.tsx';
import { Card } from '../../parts/card.part.tsx';
import { crumbsOf } from '../../parts/crumbs.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Page } from '../../parts/page.part.tsx';
import { Tag } from '../../parts/tag.part.tsx';
import { type ScreenOf, useAddress } from '../../router.ts';
import { dayOf } from '../../words/days.ts';
import { whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';
import { CLASSIFICATION, labelOfScheme } from '../../scheme.ts';
import { FindingsCard } from './findings-card.part.tsx';
import { GradesCard } from './grades-card.part.tsx';
import { MovesCard } from './moves-card.part.tsx';
import { AspectsCard, ProblemsCard } from './problems-card.part.tsx';
import type { Scope } from './scope.ts';
import { UnitsCard } from './units-card.part.tsx';

const says = words.overview;

type Under = OverviewHeadQuery['dashboard']['under'];

/** 总览: the state of the year under an organization, what moved, what is stuck. */
export function OverviewScreen({ path: { id = '' } }: ScreenOf) {
  const moment = momentIn(useAddress().search);
  const { asOf, knownAt } = moment;
  const head = useAnswer(overviewHeadDocument, { id, scheme: CLASSIFICATION, asOf, knownAt });
  return (
    <Answer of={head}>
      {({ dashboard: { under, latestPeriod } }) => (
        <Overview
          under={under}
          moment={moment}
          period={moment.period ?? latestPeriod ?? yearBefore(dayOf(Date.now()))}
        />
      )}
    </Answer>
  );
}

const yearBefore = (day: string): string => String(Number(day.slice(0, 4)) - 1);

interface OverviewOf {
  readonly under: Under;
  readonly moment: Moment;
  readonly period: string;
}

function Overview({ under, moment, period }: OverviewOf) {
  const { asOf, knownAt } = moment;
  const scope = { id: under.id, scheme: CLASSIFICATION, period, before: yearBefore(period) };
  const answer = useAnswer(overviewDocument, { ...scope, asOf, knownAt, isCommittee: under.kind === 'work-committee' });
  const day = standingDay(moment, Date.now());
  const problems = useAnswer(overviewProblemsDocument, { id: under.id, asOf: day, knownAt });
  const title = fill(says.title, { name: under.name, period, scheme: labelOfScheme(CLASSIFICATION) });
  return (
    <Page
      title={title}
      beside={answer.data ? <Beside data={answer.data} /> : undefined}
      crumbs={crumbsOf(under)}
      moment={{ period, asOf: asOf ?? `${period}-12-31` }}
    >
      <Answer of={answer}>{(data) => <Year scope={scope} data={data} />}</Answer>
      <div class="cards">
        <Answer of={problems}>
          {(data) => (
            <>
              <ProblemsCard data={data} day={day} />
              <AspectsCard data={data} day={day} />
              <FindingsCard findings={data.dashboard.findings} day={day} />
            </>
          )}
        </Answer>
      </div>
      {answer.data && answer.data.dashboard.byChild.length > 0 ? (
        <UnitsCard units={answer.data.dashboard.byChild} />
      ) : null}
    </Page>
  );
}

function Beside({ data: { dashboard, round } }: { readonly data: OverviewQuery }) {
  return (
    <>
      {fill(says.size, { branches: whole(dashboard.branches) })}{' '}
      {round ? (
        <Tag {...(round.closed ? ({ look: 'ok', icon: 'tick' } as const) : {})}>
          {round.closed ? words.frame.confirmed : says.roundOpen}
        </Tag>
      ) : null}
    </>
  );
}

function Year({ scope, data }: { readonly scope: Scope; readonly data: OverviewQuery }) {
  const { dashboard } = data;
  if (dashboard.grades.every(({ count }) => count === 0))
    return (
      <Card title={says.grades}>
        <Empty says={fill(says.noGrades, { period: scope.period })} />
      </Card>
    );
  return (
    <div class="cards">
      <GradesCard scope={scope} now={dashboard} before={data.before} />
      <MovesCard scope={scope} grades={dashboard.grades} transitions={dashboard.transitions} />
    </div>
  );
}
