/** What stands in a text for what is filled in. */
const FILLED = '□';
/** A slash after one of these, or at the beginning, opens a regular expression and does not divide. */
const BEFORE_PATTERN = /(^|[(,=:[!&|?{};>]|return)\s*$/;

/** The texts of a source in TypeScript: every string and template, those within a template apart; no comment. */
export function literalsIn(source: string): readonly string[] {
  const found: string[] = [];
  scan({ source, at: 0, found }, '');
  return found;
}

interface Scan {
  readonly source: string;
  at: number;
  readonly found: string[];
}

/** Goes through code as far as the closing bracket of what is filled in, or the end. */
function scan(code: Scan, until: '' | '}'): void {
  for (let depth = 0; code.at < code.source.length; code.at += 1) {
    const char = code.source[code.at] ?? '';
    if (char === until && depth === 0) return;
    if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    else skip(code, char);
  }
}

/** Leaves the scan at the last character of the comment, text or pattern that begins here. */
function skip(code: Scan, char: string): void {
  const rest = code.source.slice(code.at, code.at + 2);
  if (rest === '//') jump(code, '\n');
  else if (rest === '/*') jump(code, '*/');
  else if (char === "'" || char === '"') quoted(code, char);
  else if (char === '`') template(code);
  else if (char === '/' && BEFORE_PATTERN.test(code.source.slice(Math.max(0, code.at - 20), code.at))) pattern(code);
}

function jump(code: Scan, to: string): void {
  const end = code.source.indexOf(to, code.at + 1);
  code.at = end === -1 ? code.source.length : end + to.length - 1;
}

function quoted(code: Scan, quote: string): void {
  let text = '';
  for (code.at += 1; code.at < code.source.length && code.source[code.at] !== quote; code.at += 1) {
    if (code.source[code.at] === '\\') code.at += 1;
    else text += code.source[code.at];
  }
  code.found.push(text);
}

function template(code: Scan): void {
  let text = '';
  for (code.at += 1; code.at < code.source.length && code.source[code.at] !== '`'; code.at += 1) {
    if (code.source[code.at] === '\\') code.at += 1;
    else if (code.source.startsWith('${', code.at)) {
      code.at += 2;
      scan(code, '}');
      text += FILLED;
    } else text += code.source[code.at];
  }
  code.found.push(text);
}

function pattern(code: Scan): void {
  for (let inClass = false; code.at < code.source.length;) {
    code.at += 1;
    const char = code.source[code.at];
    if (char === '\\') code.at += 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if ((char === '/' && !inClass) || char === '\n') return;
  }
}
