/** The style: made anew it is the same, nothing in it comes from elsewhere, and a page carries what it uses. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { SECTIONS_FILE, sectionsSource } from '../../local/build-look.ts';
import { html } from '../../web/html.ts';
import { documentFor } from '../../web/layout.ts';
import { SECTIONS } from '../../web/look/sections.ts';
import { styleFor } from '../../web/look/style-for.ts';
import { PAGES } from '../support/gallery.ts';

const ALL = SECTIONS.map(([, css]) => css.toString()).join('\n');

describe('web/look/sections.ts', () => {
  test('is what npm run build makes of look.scss and the package', () => {
    expect(sectionsSource()).toBe(readFileSync(SECTIONS_FILE, 'utf8'));
  });

  test.each([
    ['a font of the package', /GDS|@font-face/i],
    ['a crown', /crown|logo/i],
    ['anything from elsewhere', /url\(|@import|https?:/i],
    ['the end of its element', /<\/?style/i],
    ['a state that only scripts set', /js-enabled|frontend-supported/],
  ])('has not %s', (_name, found) => {
    expect(ALL).not.toMatch(found);
  });

  test('gives every colour of the dark theme one in the light', () => {
    const namesIn = (css: string) => [...css.matchAll(/(--[\w-]+):/g)].map(([, name]) => name).sort();
    const [, light = ''] = /:root\{color-scheme:light dark;([^}]*)\}/.exec(ALL) ?? [];
    const [, dark = ''] = /@media screen and \(prefers-color-scheme: ?dark\)\{:root\{([^}]*)\}/.exec(ALL) ?? [];
    expect(namesIn(dark).length).toBeGreaterThan(20);
    expect(namesIn(dark)).toEqual(namesIn(light));
  });

  test('defines every custom property that it reads', () => {
    const read = new Set([...ALL.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
    const set = new Set([...ALL.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
    expect([...read].filter((name) => !set.has(name))).toEqual([]);
  });
});

describe('styleFor', () => {
  const styleOf = (main: ReturnType<typeof html>) => styleFor(main, 'n').toString();

  test('carries the sections of what stands on the page, and no other', () => {
    const style = styleOf(html`<button class="govuk-button">`);
    expect(style).toMatch(/^<style nonce="n">/);
    expect(style).toContain('.govuk-button{');
    expect(style).not.toContain('.govuk-button-group{');
    expect(style).not.toContain('.govuk-radios__item');
  });

  test('knows a component by a part or a variant of it', () => {
    expect(styleOf(html`<p class="govuk-radios__item">`)).toContain('.govuk-radios__item{');
    expect(styleOf(html`<p class="govuk-tag--green">`)).toContain('.govuk-tag{');
  });

  // Uncompressed; what docs/pages.md says of a phone at night rests on these.
  test.each([
    ['/problem', 16_000],
    ['/decision', 40_000],
    ['/gallery', 70_000],
  ])('keeps %s under %d bytes', (path, most) => {
    expect(Buffer.byteLength(PAGES[path]?.('n') ?? '')).toBeLessThan(most);
  });
});

describe('documentFor', () => {
  const viewer = { organisation: 'St. <b>', person: 'D. Okafor', home: '/', signOut: { action: '/sign-out' } };
  const page = documentFor({ nonce: 'n', title: 'Today', viewer }, html`<h1>Today</h1>`);

  test('says page, organisation and product in the title, escaped', () => {
    expect(page).toContain('<title>Today - St. &lt;b&gt; - Wardkey</title>');
  });

  test('begins with the way past the header, and signs out by a form', () => {
    expect(page).toMatch(/<body[^>]*>\n<a href="#main" class="govuk-skip-link"/);
    expect(page).toContain('<form method="post" action="/sign-out">');
  });

  test('names nobody where nobody is signed in', () => {
    expect(documentFor({ nonce: 'n', title: 'Today' }, html``)).not.toContain('<form');
  });
});
