/** The mails' templates: made anew they are the same, and a value stands only where it can be escaped. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the source that is made
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { functionFor, TEMPLATES_FILE, templatesSource } from '../../local/build-mails.ts';
import { address } from '../../web/mail-parts.ts';

const SOURCE = readFileSync(TEMPLATES_FILE, 'utf8');

describe('web/mail/templates.ts', () => {
  test('is what npm run build makes of the .mjml files', async () => {
    expect(await templatesSource()).toBe(SOURCE);
  });

  test('names no other place: what looks like one says which language a document is in', () => {
    const found = new Set(SOURCE.match(/(https?:|urn:)[^"'`\s]*/g));
    expect([...found].sort()).toEqual([
      'http://www.w3.org/1999/xhtml',
      'urn:schemas-microsoft-com:office:office',
      'urn:schemas-microsoft-com:vml',
    ]);
  });

  test('is light and dark', () => {
    expect(SOURCE.match(/<meta name="color-scheme" content="light dark">/g)).toHaveLength(4);
    expect(SOURCE.match(/@media \(prefers-color-scheme: dark\)/g)).toHaveLength(4);
  });
});

describe('functionFor', () => {
  const bodyOf = (markup: string) => /return html`([\s\S]*)`;\n\}\n$/.exec(functionFor('x', markup))?.[1];

  test.each([
    ['text', '<p>{{a}}</p>', '<p>${linkless(mail.a)}</p>'],
    ['a title', '<title>{{a}}</title>', '<title>${linkless(mail.a)}</title>'],
    ['a label', '<p aria-label="{{a}}">', '<p aria-label="${mail.a}">'],
    ['a link', '<a href="{{@a}}">', '<a href="${address(mail.a)}">'],
    ['a link that is shown', '<a>{{@a}}</a>', '<a>${address(mail.a)}</a>'],
    ['texts', '{{#a}}<p>{{.}}</p>{{/a}}', '${mail.a.map((one) => html`<p>${linkless(one)}</p>`)}'],
    ['rows', '{{#a}}<p>{{b}}</p>{{/a}}', '${mail.a.map((one) => html`<p>${linkless(one.b)}</p>`)}'],
    ['what would end the template', '<p>`${a}\\</p>', '<p>\\`\\${a}\\\\</p>'],
  ])('escapes for the place where it stands: %s', (_name, markup, body) => {
    expect(bodyOf(markup)).toBe(body);
  });

  test('has a type with every field', () => {
    const source = functionFor('x', '{{a}}<a href="{{@b}}">{{#c}}{{.}}{{/c}}{{#d}}{{e}}{{f}}{{/d}}');
    expect(source.split('export')[0]).toBe(
      'interface XWords {\n  readonly a: string;\n  readonly b: string;\n  readonly c: readonly string[];\n  readonly d: readonly { readonly e: string; readonly f: string }[];\n}\n\n',
    );
  });

  test.each([
    ['words as a link', '<a href="{{a}}">'],
    ['words at the end of a link', '<a href="https://x.example/{{a}}">'],
    ['a link behind something', '<a href="javascript:{{@a}}">'],
    ['a style', '<p style="color:{{a}}">'],
    ['a style sheet', '<style>{{a}}</style>'],
    ['a script', '<script>{{a}}</script>'],
    ['a conditional comment', '<!--[if mso]>{{a}}<![endif]-->'],
    ['an attribute without quotes', '<p title={{a}}>'],
    ['the name of an attribute', '<p {{a}}>'],
    ['a handler', '<p onclick="{{a}}">'],
    ['a link as a label', '<p aria-label="{{@a}}">'],
  ])('refuses %s', (_name, markup) => {
    expect(() => functionFor('x', markup)).toThrow('no place for');
  });
});

describe('address', () => {
  test.each(['javascript:alert(1)', '//evil.example', 'https://a.example/"x', 'https://a.example/ x', '', 'https://'])(
    'is no link of ours: %s',
    (link) => {
      expect(() => address(link)).toThrow('no address');
    },
  );
});
