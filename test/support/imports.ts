/** Reads what a source file takes from others and says, without running it; enough grammar for files that Biome formats. */

export interface Import {
  /** As written: a path, `node:` module or package; `computed` where only running it would tell. */
  readonly from: string;
  readonly isTypeOnly: boolean;
  readonly isPassedOn: boolean;
}

const COMMENT_OR_TEXT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|`(?:\\[\s\S]|[^`\\])*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
const STATEMENT = /(?:^|[;\n])[ \t]*(import|export)\b([^;'"`()]*?)(?:\bfrom\s*)?['"]([^'"]+)['"]/g;
const CALL = /\b(?:import|require)\s*\(\s*(?:['"]([^'"]+)['"]\s*[,)])?|\b(createRequire)\b/g;

/** Every import and re-export of `source`, in any of the language's forms. */
export function importsOf(source: string): readonly Import[] {
  const text = source.replace(COMMENT_OR_TEXT, (token) => (token.startsWith('/') ? ' ' : token));
  const statements = [...text.matchAll(STATEMENT)]
    .filter(([, , names = '']) => names.trim() === '' || /[\w$}*]\s*$/.test(names))
    .map(([, keyword, names = '', from = '']) => ({
      from,
      isTypeOnly: /^\s*type\s+\S/.test(names),
      isPassedOn: keyword === 'export',
    }));
  const calls = [...text.matchAll(CALL)].map(([, from]) => ({
    from: from ?? 'computed',
    isTypeOnly: false,
    isPassedOn: false,
  }));
  return [...statements, ...calls];
}

/** `source` without comments and plain strings: what is left is done, not said. Templates stay, they hold expressions. */
export function codeOf(source: string): string {
  return source.replace(COMMENT_OR_TEXT, (token) => (token.startsWith('`') ? token : ' '));
}
