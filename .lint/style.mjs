/** Rules of the house that the linter does not bring: each stands in the style of this repository. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const names = JSON.parse(readFileSync(new URL('file-roles.json', import.meta.url), 'utf8'));
const roles = new Set(names.roles);
const nouns = new Set(names.nouns);
const forbidden = new Set(names.forbidden);

/** Where the roles are held to: the folders that take in most new files. Elsewhere only the forbidden words are. */
const HELD =
  /(^|[/\\])((services[/\\][^/\\]+[/\\]src|gateway[/\\]src[/\\]views)[/\\]|gateway[/\\]web[/\\]src[/\\].*\.tsx$)/;

/** What is wrong with a file's name, or undefined: `<thing>.<role>.ts` or `.tsx` of the closed list, or a plain noun of the list. */
function nameFault(path) {
  const [thing, ...itsRoles] = basename(path)
    .replace(/\.tsx?$/, '')
    .split('.');
  const wrong = [...itsRoles, ...(itsRoles.length === 0 ? thing.split('-') : [])].find((word) => forbidden.has(word));
  if (wrong) return `"${wrong}" says nothing: find the domain's word`;
  if (!HELD.test(path)) return undefined;
  if (itsRoles.length === 0)
    return nouns.has(thing)
      ? undefined
      : `"${thing}" is no plain noun of .lint/file-roles.json: give it a role, or add the noun`;
  const unknown = itsRoles.find((role) => !roles.has(role));
  return unknown ? `"${unknown}" is no role of .lint/file-roles.json` : undefined;
}

/** The closed list of file roles. */
const fileRole = {
  meta: { type: 'problem', messages: { found: '{{fault}}' } },
  create: (context) => ({
    Program(node) {
      const fault = /\.tsx?$/.test(context.filename) ? nameFault(context.filename) : undefined;
      if (fault) context.report({ node, messageId: 'found', data: { fault } });
    },
  }),
};

/** A `default:` branch swallows the variant that somebody adds later; without it the compiler names what is missing. */
const noDefaultBranch = {
  meta: { type: 'problem', messages: { found: 'a default branch swallows forgotten variants: name each case' } },
  create: (context) => ({
    SwitchCase(node) {
      if (node.test === null) context.report({ node, messageId: 'found' });
    },
  }),
};

const MOST_TYPE_PARAMETERS = 2;

/** More than two type parameters is a shape that nobody reads. */
const maxTypeParameters = {
  meta: { type: 'problem', messages: { found: 'more than two type parameters: name a shape instead' } },
  create: (context) => ({
    TSTypeParameterDeclaration(node) {
      if (node.params.length > MOST_TYPE_PARAMETERS) context.report({ node, messageId: 'found' });
    },
  }),
};

/** `enum` and `namespace` leave code behind that the types do not show. */
const onlyErasableSyntax = {
  meta: {
    type: 'problem',
    messages: { found: 'no enum, namespace or parameter property: a union, a module, a field' },
  },
  create: (context) => {
    const report = (node) => context.report({ node, messageId: 'found' });
    return { TSEnumDeclaration: report, TSParameterProperty: report };
  },
};

/** An assertion is believed, not checked: only where outside data is parsed. `as const` is none. */
const noAssertion = {
  meta: {
    type: 'problem',
    messages: { found: 'a type assertion outside a parsing boundary: parse, narrow or type it' },
  },
  create: (context) => ({
    TSAsExpression(node) {
      const named = node.typeAnnotation.type === 'TSTypeReference' ? node.typeAnnotation.typeName.name : undefined;
      if (named !== 'const') context.report({ node, messageId: 'found' });
    },
  }),
};

/** A refusal's code is checked by the compiler where it is made by the contracts' functions. */
const typedRefusal = {
  meta: {
    type: 'problem',
    messages: { found: "the code is not checked: refusal('CODE') of the contracts, or the aggregate's own" },
  },
  create: (context) => ({
    NewExpression(node) {
      const [code] = node.arguments;
      if (node.callee.name === 'Refusal' && code?.type === 'Literal') context.report({ node, messageId: 'found' });
    },
  }),
};

export default {
  meta: { name: 'zhibu' },
  rules: {
    'file-role': fileRole,
    'no-default-branch': noDefaultBranch,
    'max-type-parameters': maxTypeParameters,
    'only-erasable-syntax': onlyErasableSyntax,
    'no-assertion': noAssertion,
    'typed-refusal': typedRefusal,
  },
};
