import { describe, expect, test } from '@jest/globals';
import { problemPage } from '../../web/problem-page.ts';

describe('problemPage', () => {
  test.each([
    [404, 'There is nothing here'],
    [410, 'Its time is over'],
    [429, 'Too many tries'],
    [503, 'Wardkey cannot do this now'],
    [500, 'This did not go through'],
  ])('%d says %s', (status, title) => {
    const page = problemPage(status, 'bm9uY2U');
    expect(page).toContain(`<h1 class="govuk-heading-l">${title}</h1>`);
    expect(page).toContain('<style nonce="bm9uY2U">');
    expect(page.replace(/<style[\s\S]*<\/style>/, '')).not.toMatch(/<form|<script|success/i);
  });

  test('says, as every page, where Wardkey asks for a code, and warns of anywhere else', () => {
    expect(problemPage(404, 'bm9uY2U')).toContain(
      'Wardkey asks for your code on its own pages and, in Slack, in the dialog that opens from a card’s button. Never give it by phone, by mail or in a message.',
    );
  });
});
