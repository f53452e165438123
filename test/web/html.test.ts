import { describe, expect, test } from '@jest/globals';
import { Html, html, visible } from '../../web/html.ts';

describe('html', () => {
  test('escapes the five characters that HTML reads', () => {
    expect(html`<p title="${`&<>"'`}">${`&<>"'`}</p>`.toString()).toBe(
      '<p title="&amp;&lt;&gt;&quot;&#39;">&amp;&lt;&gt;&quot;&#39;</p>',
    );
  });

  test('leaves fragments of its own as they are, alone and in lists', () => {
    const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}</ul>`.toString()).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>');
  });

  test('escapes text in lists', () => {
    expect(html`${['<', ['>']]}`.toString()).toBe('&lt;&gt;');
  });

  test('shows nothing for what is absent, and zero as zero', () => {
    expect(html`[${undefined}${false}${''}${0}]`.toString()).toBe('[0]');
  });

  test('shows what cannot be seen', () => {
    expect(html`a\u202Eb${'a\u202Eb\u0000\n\u200B'}`.toString()).toBe('a\u202Eba\uFFFDb\uFFFD\uFFFD\uFFFD');
    expect(html`${'a\u3164b\u034Fc\u{E0100}'}`.toString()).toBe('a\uFFFDb\uFFFDc\uFFFD');
  });

  test('takes no fragment from elsewhere', () => {
    const forged = { toString: () => '<b>' } as unknown as string;
    expect(html`${['x', 'y']}`.toString()).toBe('xy');
    expect(() => html`${forged}`).toThrow();
    expect(() => new Html('<b>', Symbol('safe') as never)).toThrow('fragments come from html');
  });
});

describe('visible', () => {
  test('keeps letters of every script, accents and signs', () => {
    expect(visible('Jürgen Ożóg · 大橋 · عمر · 10 µV ±5 % 😀')).toBe('Jürgen Ożóg · 大橋 · عمر · 10 µV ±5 % 😀');
  });
});
