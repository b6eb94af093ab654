/** The explorer that a browser gets from `GET /graphql`: examples, an editor that knows the schema, the answer. */
import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, defaultHighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Prec } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { graphql, updateSchema } from 'cm6-graphql';
import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import type { Example, Words } from './example.ts';
import { examplesOf } from './examples.ts';
import { listTypes } from './types.ts';

const element = <E extends HTMLElement>(id: string, kind: new () => E): E => {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
};

const result = element('result', HTMLPreElement);
const variables = element('variables', HTMLTextAreaElement);
const language = element('language', HTMLSelectElement);
const status = element('status', HTMLSpanElement);

/** In the language chosen on the page, which the answers come in, too. */
const said = ({ zh, en }: Words): string => (language.value === 'en' ? en : zh);

const editor = new EditorView({
  parent: element('query', HTMLDivElement),
  extensions: [
    lineNumbers(),
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion(),
    EditorView.lineWrapping,
    syntaxHighlighting(defaultHighlightStyle),
    graphql(),
    Prec.highest(
      keymap.of([
        {
          key: 'Mod-Enter',
          run: () => {
            void run();
            return true;
          },
        },
      ]),
    ),
    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
  ],
});

async function ask(query: string, given: unknown): Promise<unknown> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': language.value },
    body: JSON.stringify({ query, variables: given }),
  });
  return response.json();
}

async function run(): Promise<void> {
  const started = performance.now();
  status.textContent = '……';
  try {
    answered = true;
    const given: unknown = JSON.parse(variables.value.trim() || '{}');
    result.textContent = JSON.stringify(await ask(editor.state.doc.toString(), given), null, 2);
    status.textContent = `${Math.round(performance.now() - started)} ms`;
  } catch (error) {
    result.textContent =
      error instanceof SyntaxError
        ? said({
            zh: `变量不是有效的 JSON：${error.message}`,
            en: `the variables are not valid JSON: ${error.message}`,
          })
        : said({ zh: `没有得到答复：${String(error)}`, en: `no answer: ${String(error)}` });
    status.textContent = '';
  }
}

const about = element('about', HTMLParagraphElement);
const buttons = new Map<Example, HTMLButtonElement>();
const PRESS_RUN: Words = { zh: '按“运行”（Ctrl-Enter）查看结果。', en: 'Press Run (Ctrl-Enter) for the answer.' };
let shown: Example | undefined;
let answered = false;

function show(example: Example): void {
  shown = example;
  answered = false;
  result.textContent = said(PRESS_RUN);
  status.textContent = '';
  editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: example.query } });
  variables.value = JSON.stringify(example.variables, null, 2);
  about.textContent = said(example.about);
  for (const [other, button] of buttons) button.ariaCurrent = String(other === example);
}

/** A command is shown, and run only when asked to. */
function runQuery(): void {
  if (!/^\s*mutation\b/m.test(editor.state.doc.toString())) void run();
}

function listExamples(examples: readonly Example[]): void {
  for (const example of examples) {
    const button = document.createElement('button');
    button.type = 'button';
    button.addEventListener('click', () => {
      show(example);
      runQuery();
    });
    buttons.set(example, button);
    const entry = document.createElement('li');
    entry.append(button);
    element('examples', HTMLUListElement).append(entry);
  }
  const [first] = examples;
  if (first) show(first);
}

/** The page is written in Chinese and carries the English beside it. */
function speak(): void {
  document.documentElement.lang = language.value === 'en' ? 'en' : 'zh-CN';
  for (const each of document.querySelectorAll<HTMLElement>('[data-en]')) {
    const { zh = each.textContent, en = '' } = each.dataset;
    each.dataset['zh'] = zh;
    each.textContent = said({ zh, en });
  }
  for (const [example, button] of buttons) button.textContent = said(example.title);
  if (shown) about.textContent = said(shown.about);
  if (!answered) result.textContent = said(PRESS_RUN);
}

const isIntrospection = (answer: unknown): answer is { readonly data: IntrospectionQuery } =>
  typeof answer === 'object' && answer !== null && 'data' in answer && typeof answer.data === 'object';

async function loadSchema(): Promise<GraphQLSchema> {
  const answer = await ask(getIntrospectionQuery(), {});
  if (!isIntrospection(answer)) throw new Error('the schema is not to be had');
  return buildClientSchema(answer.data);
}

/** The period of a grade that is in force: the demonstration's last, whenever it was made. */
async function latestPeriod(): Promise<string> {
  const query =
    '{ branches(under: "990100-SZGW", first: 1) { edges { node { rating(scheme: "classification") { period } } } } }';
  const answer = JSON.stringify(await ask(query, {}).catch(() => null));
  return /"period":"(\d{4})"/.exec(answer)?.[1] ?? String(new Date().getFullYear() - 1);
}

language.value = navigator.language.startsWith('en') ? 'en' : 'zh';
void latestPeriod().then((period) => {
  listExamples(examplesOf(period));
  speak();
});
element('run', HTMLButtonElement).addEventListener('click', () => void run());
language.addEventListener('change', () => {
  speak();
  runQuery();
});
void loadSchema().then((schema) => {
  updateSchema(editor, schema);
  const find = element('find', HTMLInputElement);
  const types = element('types', HTMLDivElement);
  const refresh = (): void => types.replaceChildren(...listTypes(schema, find.value));
  find.addEventListener('input', refresh);
  refresh();
});
