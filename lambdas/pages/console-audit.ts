/** A hospital's audit: the search, the same as a file to take away, and the report. */
import { AUDIT_COLUMNS } from '../../core/access/audit-record.ts';
import { AuditQuery, ReportQuery } from '../../core/console-contract.ts';
import { csvText } from '../../core/csv.ts';
import { Problem } from '../../core/problems.ts';
import { reportAccess } from '../../core/verbs/report-access.ts';
import { type ExportedAccess, exportAccess, searchAccess } from '../../core/verbs/search-access.ts';
import { auditPage } from '../../web/console/audit-page.ts';
import { reportPage } from '../../web/console/report-page.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { problemOf } from '../problems.ts';
import { consolePage, tenantOf } from './console.ts';
import { type PagePorts, problemAsPage } from './frame.ts';

type AuditCall = Call<unknown, AuditQuery>;

const onProblem = problemAsPage;

export function auditPages(ports: PagePorts): Record<string, Endpoint> {
  return {
    'GET /console/{tenant}/audit': endpoint({
      query: AuditQuery,
      handle: (call: AuditCall) => search(ports, call),
      onProblem,
    }),
    'GET /console/{tenant}/audit/csv': endpoint({
      query: AuditQuery,
      handle: async (call: AuditCall) => {
        const { records, next } = await exported(ports, call);
        const rows = records.map((record) => AUDIT_COLUMNS.map((name) => record[name]));
        // A table has no place beside its rows to say that it goes on: a column does, empty but in the last one.
        const last = next === undefined ? [] : [[...AUDIT_COLUMNS.map(() => ''), nextFile(call, 'csv', next)]];
        const table = [[...AUDIT_COLUMNS, 'next_file'], ...rows.map((row) => [...row, '']), ...last];
        return file(call, 'csv', csvText(table), next);
      },
      onProblem,
    }),
    'GET /console/{tenant}/audit/json': endpoint({
      query: AuditQuery,
      handle: async (call: AuditCall) => {
        const { records, lookedAt, next } = await exported(ports, call);
        const { after: _after, ...filter } = call.query;
        const more = next !== undefined && { next: nextFile(call, 'json', next) };
        const body = { hospital: tenantOf(call), filter, lookedAt, requests: records, ...more };
        // Inert also where somebody puts it into a page.
        return file(call, 'json', JSON.stringify(body).replaceAll('<', '\\u003c'), next);
      },
      onProblem,
    }),
    'GET /console/{tenant}/report': endpoint({
      query: ReportQuery,
      handle: (call: Call<unknown, ReportQuery>) =>
        consolePage(
          ports,
          call,
          reportAccess(ports, call.who, tenantOf(call), call.query, call.now),
          reportPage,
          faulty,
        ),
      onProblem,
    }),
  };
}

const faulty = ({ faults }: { readonly faults: readonly unknown[] }) => (faults.length > 0 ? 400 : 200);

function search(ports: PagePorts, call: AuditCall) {
  const { who, query, now } = call;
  const found = searchAccess(ports, who, tenantOf(call), query, now);
  return consolePage(
    ports,
    call,
    found,
    (frame, value) =>
      auditPage(frame, 'faults' in value ? { query, faults: value.faults } : { query, found: value, faults: [] }, now),
    (value) => ('faults' in value ? 400 : 200),
  );
}

/** @throws Problem bad-request for what cannot be searched for */
async function exported(ports: PagePorts, call: AuditCall): Promise<ExportedAccess> {
  const decision = await exportAccess(ports, call.who, tenantOf(call), call.query, call.now);
  if (!decision.ok) throw problemOf(decision.code);
  if (!('faults' in decision.value)) return decision.value;
  throw new Problem('bad-request', { detail: decision.value.faults.map(({ says }) => says).join(' ') });
}

type Kind = 'csv' | 'json';

const TYPES: Readonly<Record<Kind, string>> = Object.freeze({
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
});

function nextFile(call: AuditCall, kind: Kind, after: string): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...call.query, after })) if (value) search.set(name, value);
  return `/console/${tenantOf(call)}/audit/${kind}?${search}`;
}

/** Saved and not shown, so that no browser reads it as anything else. */
function file(call: AuditCall, kind: Kind, body: string, next: string | undefined) {
  const { status = '', from = '', to = '' } = call.query;
  const name = ['wardkey', tenantOf(call), status, from, to].filter((part) => part !== '').join('-');
  const headers = {
    'content-type': TYPES[kind],
    'content-disposition': `attachment; filename="${name}.${kind}"`,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    ...(next !== undefined && { link: `<${nextFile(call, kind, next)}>; rel="next"` }),
  };
  return { statusCode: 200, headers, body };
}
