/** What Slack is handed as text can be nothing but text, and is never longer than Slack takes. */
import { describe, expect, test } from '@jest/globals';
import { LIMITS, marked, mrkdwn, plain } from '../../web/slack/mrkdwn.ts';
import { HOSTILE_TEXTS } from '../support/injection.ts';

describe('text for Slack', () => {
  test('escapes the three characters that Slack reads, and no others', () => {
    expect(mrkdwn('a < b & c > d "e" \'f\'')).toBe('a &lt; b &amp; c &gt; d "e" \'f\'');
  });

  test('mentions nobody and hides no address', () => {
    expect(mrkdwn('<!channel> <@U123> <https://evil.example|Approve>')).toBe(
      '&lt;!channel&gt; &lt;@U123&gt; &lt;https://evil.example|Approve&gt;',
    );
  });

  test('lets Slack make no link out of what looks like one', () => {
    expect(marked('x')).toEqual({ type: 'mrkdwn', text: 'x', verbatim: true });
  });

  test('shows what cannot be seen as the sign for it', () => {
    expect(plain('a\u202eb\u200bc', 20).text).toBe('a\ufffdb\ufffdc');
    expect(mrkdwn('a\nb')).toBe('a\ufffdb');
  });

  test('cuts at the limit, with a mark', () => {
    expect(plain('abcdef', 6).text).toBe('abcdef');
    expect(plain('abcdefg', 6).text).toBe('abcde…');
  });

  test('cuts no character and no entity in half', () => {
    expect(plain('\u{1f600}\u{1f600}\u{1f600}', 4).text).toBe('\u{1f600}…');
    expect(mrkdwn('a&&&', 8)).toBe('a&amp;…');
  });

  test.each(HOSTILE_TEXTS)('holds %s within its limit and without a live character', (_what, text) => {
    for (const max of [LIMITS.header, LIMITS.title, LIMITS.section]) {
      const [words, escaped] = [plain(text, max).text, mrkdwn(text, max)];
      expect(Math.max(words.length, escaped.length)).toBeLessThanOrEqual(max);
      expect(words.isWellFormed() && escaped.isWellFormed()).toBe(true);
      expect(escaped).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
    }
  });
});
