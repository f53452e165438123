/** What the documents promise exists: commands, files they link to, rooms they name. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const DOCUMENTS = [
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;

describe.each(DOCUMENTS)('%s', (document) => {
  const text = read(document);

  test('names only npm scripts that exist', () => {
    const named = [...text.matchAll(/npm run (?:-s |--silent )?([a-z][a-z-]*)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('links only to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(document), link)))).toEqual([]);
  });
});

describe('README.md', () => {
  test('begins with the two commands', () => {
    const [block = ''] = /```sh\n[\s\S]*?```/.exec(read('README.md')) ?? [];
    expect(block.split('\n').map((line) => line.split('#')[0]?.trim())).toEqual([
      '```sh',
      'npm ci && npm start',
      'npm test',
      '```',
    ]);
  });

  test('names a room for every folder of code', () => {
    const rooms = ['core', 'lambdas', 'adapters', 'device', 'web', 'lib', 'local', 'docs'];
    const named = [...read('README.md').matchAll(/^\| `([a-z]+)\/` \|/gm)].map((match) => match[1]);
    expect(named).toEqual(rooms);
  });

  test('and every script of package.json that a person calls stands in it', () => {
    const inner = ['lint', 'types', 'unit', 'engines'];
    const missing = Object.keys(scripts).filter(
      (name) => !inner.includes(name) && !new RegExp(`npm (run )?${name}\\b`).test(read('README.md')),
    );
    expect(missing).toEqual([]);
  });

  test('shows each picture that is kept, light and dark, with words for whoever does not see it', () => {
    const shown = [...read('README.md').matchAll(/<picture>[\s\S]*?<\/picture>/g)].map(([picture]) => ({
      dark: /<source media="\(prefers-color-scheme: dark\)" srcset="([^"]+)">/.exec(picture)?.[1],
      light: /<img src="([^"]+)"/.exec(picture)?.[1] ?? '',
      words: /alt="([^"]*)"/.exec(picture)?.[1] ?? '',
    }));
    for (const { dark, light, words } of shown) {
      expect([light, dark]).toEqual([expect.stringMatching(/-light\.webp$/), light.replace('-light.', '-dark.')]);
      expect([light, words]).toEqual([light, expect.stringMatching(/^[A-Z].{30,}/)]);
    }
    const kept = readdirSync(join(ROOT, 'docs/pictures')).map((name) => `docs/pictures/${name}`);
    expect(shown.flatMap(({ dark, light }) => [dark, light]).sort()).toEqual(kept.sort());
    expect(kept.filter((file) => statSync(join(ROOT, file)).size > 140_000)).toEqual([]);
  });
});
