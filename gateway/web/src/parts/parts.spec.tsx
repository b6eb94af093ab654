import { describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import { Fault } from '../answers/asked.ts';
import { Answer } from './answer.part.tsx';
import { Checks } from './checks.part.tsx';
import { crumbsOf } from './crumbs.part.tsx';
import { Grade, looksOf } from './grade.part.tsx';
import { List } from './list.part.tsx';

const again = (): void => undefined;

describe('what was answered', () => {
  const shown = (answer: { readonly data?: string; readonly fault?: Fault }): string =>
    render(
      <Answer of={{ data: answer.data, fault: answer.fault, isPending: false, again }}>
        {(data) => <p>{data}</p>}
      </Answer>,
    );

  it('is waited for, told, or said why it is not there', () => {
    expect(shown({})).toContain('role="status"');
    expect(shown({ data: '1,000' })).toBe('<p>1,000</p>');
    const fault = new Fault('UNFORESEEN', '出现意外情况', 'R-7');
    expect(shown({ fault })).toMatch(/role="alert".*出现意外情况.*R-7.*再试一次/);
  });

  it('stands beside the fault of a later try', () => {
    const html = shown({ data: '1,000', fault: new Fault('UNREACHABLE', '没有连上') });
    expect(html).toContain('没有连上');
    expect(html).toContain('<p>1,000</p>');
  });
});

describe('a grade', () => {
  it('looks by its standing, and of two leading ones the second otherwise', () => {
    const grades = [
      { grade: 'good', standing: 'leading' },
      { grade: 'fairly-good', standing: 'leading' },
      { grade: 'general', standing: 'ordinary' },
      { grade: 'poor', standing: 'lagging' },
    ];
    expect([...looksOf(grades).values()]).toEqual(['leading', 'second', 'ordinary', 'lagging']);
    expect([...looksOf([{ grade: 'x', standing: 'of another time' }]).values()]).toEqual(['ungraded']);
  });

  it('says its word', () => expect(render(<Grade label="先进" look="leading" />)).toContain('先进'));
});

it('a list names each figure by its column, for where a row is a card', () => {
  const html = render(
    <List
      caption="单位"
      rows={[{ id: 'U', name: '市委办公室', open: 3 }]}
      keyOf={({ id }) => id}
      columns={[
        { title: '单位', cell: ({ name }) => name, isHead: true },
        { title: '未销号', cell: ({ open }) => open, isNumber: true },
      ]}
    />,
  );
  expect(html).toMatch(/<caption[^>]*>单位<.*<th scope="row"[^>]*>市委办公室<.*data-title="未销号"[^>]*>3</);
});

it('crumbs lead from the highest organization down', () => {
  const crumb = (id: string) => ({ id, kind: 'unit', name: id });
  expect(crumbsOf({ ...crumb('c'), parent: { ...crumb('b'), parent: crumb('a') } }).map(({ id }) => id)).toEqual([
    'a',
    'b',
    'c',
  ]);
});

it('a check that nothing tells of is neither held nor failed', () => {
  const html = render(
    <Checks label="核验" checks={[{ title: '记录未被改动', says: '此存储不保存校验链', outcome: 'unknown' }]} />,
  );
  expect(html).toContain('class="unknown"');
});
