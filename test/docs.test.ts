/** The pages that programs and people look codes up in list exactly what there is. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readCsv } from '../adapters/csv/read-csv.ts';
import { PROPOSED_POLICY } from '../core/policy/policy.ts';
import { SCOPES } from '../core/policy/tiers.ts';
import { PROBLEMS, REFUSALS, type RefusalCode } from '../core/problems.ts';
import { COLUMNS } from '../core/registry/device-header.ts';
import { deviceLinesFrom } from '../core/registry/device-lines.ts';
import { LINE_FAULTS } from '../core/registry/line-faults.ts';
import { parseUdi } from '../core/registry/udi.ts';
import { CHANGE_VERBS } from '../core/registry/verbs.ts';
import { PAGE_ROUTES } from '../lambdas/page-routes.ts';
import { problemOf } from '../lambdas/problems.ts';
import { ROUTES } from '../lambdas/routes.ts';

const DOCS = join(import.meta.dirname, '../docs');

/** Cells of the table under the heading `title` of a page, without its head. */
function tableOf(page: string, title: string): readonly (readonly string[])[] {
  const text = readFileSync(join(DOCS, page), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

describe('docs/rules.md', () => {
  test('has a row for each refusal code, under its rule, in the order of the code', () => {
    const rows = tableOf('rules.md', 'Refusals').map(([code, rule]) => [code, rule]);
    expect(rows).toEqual(Object.entries(REFUSALS).map(([code, [rule]]) => [code, rule]));
  });

  test('says for each refusal what happened and what to do', () => {
    for (const [code, , happened, todo] of tableOf('rules.md', 'Refusals')) {
      expect([code, happened]).toEqual([code, expect.stringMatching(/^[A-Z].*\.$/)]);
      expect([code, todo]).toEqual([code, expect.stringMatching(/^[A-Z].*\.$/)]);
    }
  });

  test('has a row for each scope, with its tier, words and what it touches', () => {
    const rows = Object.entries(SCOPES).map(([name, row]) => {
      const touches: readonly string[] = 'touches' in row ? row.touches : [];
      return [name, row.tier, row.says, touches.join(', ')];
    });
    expect(tableOf('rules.md', 'Scopes')).toEqual(rows);
  });

  test('has the proposed policy’s tiers', () => {
    const rows = Object.entries(PROPOSED_POLICY.tiers).map(([tier, rule]) => {
      const roles = rule.differentRoles ? ' in different roles' : '';
      const named = rule.mustInclude.map((role) => `, one of them ${role}`).join('');
      const release = rule.clinicalRelease ? ', with clinical release' : '';
      const times = [rule.startWithin, rule.holdCap].map((seconds) => `${seconds / 60} min`);
      return [tier, `${rule.approvals}${roles}${named}${release}`, ...times];
    });
    expect(tableOf('rules.md', 'Tiers')).toEqual(rows);
  });

  test('has each rule once, R1 to R20', () => {
    const text = readFileSync(join(DOCS, 'rules.md'), 'utf8');
    const numbers = [...text.matchAll(/^\*\*R(\d+) /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });
});

describe('docs/errors.md', () => {
  test('has a row for each problem type, with its status, in the order of the code', () => {
    const rows = tableOf('errors.md', 'Types').map(([type, status]) => [type, Number(status)]);
    expect(rows).toEqual(Object.entries(PROBLEMS).map(([type, [status]]) => [type, status]));
  });

  test('has a row for each refusal that is answered with more than forbidden', () => {
    const codes = Object.keys(REFUSALS) as RefusalCode[];
    const answered = codes.map((code) => [code, problemOf(code).type]).filter(([, type]) => type !== 'forbidden');
    expect(tableOf('errors.md', 'Refusals')).toEqual(answered);
  });

  test('names what only the gateway answers', () => {
    const statuses = tableOf('errors.md', 'What only the gateway answers').map(([status]) => status);
    expect(statuses).toEqual(['413', '429', '431', '503']);
  });
});

describe('docs/devices.md', () => {
  const text = readFileSync(join(DOCS, 'devices.md'), 'utf8');

  test('has a row for each column of a device file, and for each fault with its words', () => {
    expect(tableOf('devices.md', 'A file of devices').map(([column]) => column)).toEqual([...COLUMNS]);
    expect(tableOf('devices.md', 'Faults')).toEqual(Object.entries(LINE_FAULTS));
  });

  test('has an example file that is read, and forms of one device', () => {
    const [, file = ''] = /```csv\n([^`]*)```/.exec(text) ?? [];
    expect(deviceLinesFrom(readCsv(file))).toMatchObject({
      ok: true,
      lines: [{ tag: 'SM-20417' }, { tag: 'SM-20391' }],
    });
    for (const [, form = ''] of tableOf('devices.md', 'What names a device')) {
      expect(parseUdi(form)).toMatchObject({ gtin: '09521000001022', serial: '001234' });
    }
  });
});

describe('docs/pages.md', () => {
  test('has a row for each page, with the functions that show it and take its form, in the order of the routes', () => {
    const pages = ROUTES.filter(({ caller, path }) => caller === 'ticket' || (caller !== 'bearer' && isPage(path)));
    const functionOf = (wanted: string, by: string) =>
      pages.find(({ path, method }) => path === wanted && method === by)?.function ?? '';
    const paths = [...new Set(pages.map(({ path }) => path))];
    const rows = tableOf('pages.md', 'All pages').map(([path, , shownBy, takenBy]) => [path, shownBy, takenBy]);
    expect(rows).toEqual(paths.map((path) => [path, functionOf(path, 'GET'), functionOf(path, 'POST')]));
  });
});

const isPage = (path: string) => PAGE_ROUTES.some((page) => page.path === path);

describe('docs/registry.md', () => {
  test('has a row for each verb that changes the registry, with the power it takes, in the order of the code', () => {
    const rows = tableOf('registry.md', 'Verbs').map(([verb, power]) => [verb, power]);
    expect(rows).toEqual(Object.entries(CHANGE_VERBS));
  });

  test('says of each verb how many people it takes and what it stops', () => {
    for (const [verb, , people, stops] of tableOf('registry.md', 'Verbs')) {
      expect([verb, people]).toEqual([verb, expect.stringMatching(/^(one|two)\b/)]);
      expect([verb, stops]).toEqual([verb, expect.stringMatching(/^[a-z]/)]);
    }
  });
});

describe.each([
  'rules.md',
  'errors.md',
  'devices.md',
  'policy.md',
  'trust.md',
  'registry.md',
  'slack.md',
  'onboarding.md',
  'pages.md',
])('docs/%s', (page) => {
  test('links only to what is there', () => {
    const text = readFileSync(join(DOCS, page), 'utf8');
    for (const [, file = '', anchor = ''] of text.matchAll(/\]\(([^)#]*)#?([^)]*)\)/g)) {
      const target = join(DOCS, file || page);
      expect([file, existsSync(target)]).toEqual([file, true]);
      const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title);
      const anchors = headings.map((title) =>
        title
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(anchor === '' || anchors.includes(anchor)).toBe(true);
    }
  });
});
