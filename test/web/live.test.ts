/** The pages' one script: made anew it is the same, and only a page on which something runs on has it, and may run it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { page } from '../../lambdas/pipeline.ts';
import { SCRIPT_FILE, scriptSource } from '../../local/build-live.ts';
import { countdown } from '../../web/components/countdown.ts';
import { html } from '../../web/html.ts';
import { documentFor, type Frame } from '../../web/layout.ts';
import { SCRIPT } from '../../web/live-script.ts';

describe('web/live-script.ts', () => {
  test('is what npm run build makes of web/live', () => {
    expect(scriptSource()).toBe(readFileSync(SCRIPT_FILE, 'utf8'));
  });

  test.each([
    ['the end of its element', /<\/?script|<!--/i],
    ['an address', /https?:|\/\//],
    ['a way to run text', /\beval\b|new Function|innerHTML\s*=|document\.write|outerHTML\s*=|insertAdjacentHTML/],
    ['a place to keep things', /localStorage|sessionStorage|indexedDB|document\.cookie/],
  ])('has not %s', (_name, found) => {
    expect(SCRIPT.toString()).not.toMatch(found);
  });

  test('weighs less than 4 kB', () => {
    expect(Buffer.byteLength(SCRIPT.toString())).toBeLessThan(4000);
  });
});

describe('the policy of a page', () => {
  const policyOf = (main: ReturnType<typeof html>, more: Partial<Frame> = {}) =>
    page(200, documentFor({ nonce: 'n1', title: 'T', ...more }, main), 'n1').headers?.['content-security-policy'];
  const STILL = "default-src 'none'; style-src 'nonce-n1'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  test('lets nothing run where nothing runs on', () => {
    expect(policyOf(html`<h1>T</h1>`)).toBe(STILL);
  });

  test('lets the script run where a time runs down, and fetch nothing', () => {
    expect(policyOf(html`${countdown(2, 1)}`)).toBe(
      "default-src 'none'; style-src 'nonce-n1'; script-src 'nonce-n1'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  test('lets it fetch from here where others move the page on', () => {
    expect(policyOf(html`<h1>T</h1>`, { live: { everySeconds: 5 } })).toBe(
      "default-src 'none'; style-src 'nonce-n1'; script-src 'nonce-n1'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  test.each(['<span class="wk-countdown" data-seconds="9">', '<script nonce="n1" data-every="1">'])(
    'is not widened by a text that says %s',
    (text) => {
      expect(policyOf(html`<p>${text}</p>`)).toBe(STILL);
    },
  );
});
