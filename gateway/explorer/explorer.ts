/** The explorer that a browser gets from `GET /graphql`: examples, an editor that knows the schema, the answer. */
import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, defaultHighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Prec } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { graphql, updateSchema } from 'cm6-graphql';
import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { type Example, examples } from './examples.ts';
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

const editor = new EditorView({
  parent: element('query', HTMLDivElement),
  extensions: [
    lineNumbers(), history(), indentOnInput(), bracketMatching(), closeBrackets(), autocompletion(),
    syntaxHighlighting(defaultHighlightStyle), graphql(),
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => { void run(); return true; } }])),
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
    const given: unknown = JSON.parse(variables.value.trim() || '{}');
    result.textContent = JSON.stringify(await ask(editor.state.doc.toString(), given), null, 2);
    status.textContent = `${Math.round(performance.now() - started)} ms`;
  } catch (error) {
    result.textContent = error instanceof SyntaxError ? `变量不是有效的 JSON：${error.message}` : `没有得到答复：${String(error)}`;
    status.textContent = '';
  }
}

function show(example: Example, button: HTMLButtonElement): void {
  editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: example.query } });
  variables.value = JSON.stringify(example.variables, null, 2);
  element('about', HTMLParagraphElement).textContent = example.about;
  for (const other of document.querySelectorAll('#examples button')) other.removeAttribute('aria-current');
  button.setAttribute('aria-current', 'true');
}

function listExamples(): void {
  const list = element('examples', HTMLUListElement);
  for (const example of examples) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = example.title;
    button.addEventListener('click', () => {
      show(example, button);
      // A command is shown, and run only when asked to.
      if (!example.query.startsWith('mutation')) void run();
    });
    const entry = document.createElement('li');
    entry.append(button);
    list.append(entry);
    if (example === examples[0]) show(example, button);
  }
}

const isIntrospection = (answer: unknown): answer is { readonly data: IntrospectionQuery } =>
  typeof answer === 'object' && answer !== null && 'data' in answer && typeof answer.data === 'object';

async function loadSchema(): Promise<GraphQLSchema> {
  const answer = await ask(getIntrospectionQuery(), {});
  if (!isIntrospection(answer)) throw new Error('the schema is not to be had');
  return buildClientSchema(answer.data);
}

listExamples();
element('run', HTMLButtonElement).addEventListener('click', () => void run());
language.addEventListener('change', () => void run());
void loadSchema().then((schema) => {
  updateSchema(editor, schema);
  const find = element('find', HTMLInputElement);
  const types = element('types', HTMLDivElement);
  const refresh = (): void => types.replaceChildren(...listTypes(schema, find.value));
  find.addEventListener('input', refresh);
  refresh();
});
