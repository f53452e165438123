/**
 * `GET` and `POST /console/{tenant}/import`: a file of devices is proposed, or every fault of it shown with the file; and
 * `GET /console/{tenant}/proposals/{proposal}/file`, the file for whoever confirms it.
 */
import { randomBytes } from 'node:crypto';
import type { Identity } from '../../core/ports.ts';
import { Problem } from '../../core/problems.ts';
import type { LineFault } from '../../core/registry/line-faults.ts';
import { ImportForm } from '../../core/registry/search-contract.ts';
import { importDevices } from '../../core/verbs/import-devices.ts';
import { readProposalFile } from '../../core/verbs/read-proposal-file.ts';
import { filesAtWork } from '../../core/verbs/search-devices.ts';
import { html } from '../../web/html.ts';
import { type ImportPageView, importPage } from '../../web/import-page.ts';
import { type Call, type Endpoint, endpoint, seeOther, withApiHeaders } from '../pipeline.ts';
import { problemOf, statusOf, yes } from '../problems.ts';
import { nonceField, type PagePorts, problemAsPage, shown } from './frame.ts';
import { consoleFor } from './registry-console.ts';
import { errorFor } from './registry-forms.ts';

const onProblem = problemAsPage;

export function importReads(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /console/{tenant}/import': endpoint({
      handle: ({ who, params }) => importAnswer(ports, who, params['tenant'] ?? ''),
      onProblem,
    }),
    'GET /console/{tenant}/proposals/{proposal}/file': endpoint({
      handle: (call) => download(ports, call),
      onProblem,
    }),
  };
}

/** As it was sent: no file in which a cell begins as a formula was ever proposed. */
async function download(ports: PagePorts, { who, params }: Call) {
  const { tenant = '', proposal = '' } = params;
  const { csv } = yes(await readProposalFile(ports, who, tenant, proposal));
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="devices-${proposal}.csv"`,
  };
  return withApiHeaders({ statusCode: 200, headers, body: csv });
}

type Needs = PagePorts & Parameters<typeof importDevices>[0];

export function importForms(ports: Needs): Readonly<Record<string, Endpoint>> {
  return {
    'POST /console/{tenant}/import': endpoint({ body: ImportForm, handle: (call) => send(ports, call), onProblem }),
  };
}

type Again = Partial<Pick<ImportPageView, 'csv' | 'faults' | 'omitted' | 'errors' | 'isUnchanged'>>;

/** @throws Problem not-found where the tenant is no hospital */
async function importAnswer(ports: PagePorts, who: Identity, tenant: string, status = 200, again: Again = {}) {
  const [nonceInput, { viewer, at }] = await Promise.all([
    nonceField(ports, who, 'send-devices'),
    consoleFor(ports, who, tenant),
  ]);
  const { hospital, powers } = at;
  if (!hospital) throw new Problem('not-found');
  if (!powers.includes('hospital')) throw problemOf('power_missing');
  const files = await filesAtWork(ports, hospital);
  const key = randomBytes(16).toString('hex');
  return shown(status, (nonce) =>
    importPage({
      nonce,
      viewer,
      base: `/console/${tenant}`,
      files,
      sites: hospital.sites,
      csv: '',
      faults: [],
      omitted: 0,
      errors: [],
      isUnchanged: false,
      ...again,
      hidden: html`${nonceInput}<input type="hidden" name="key" value="${key}">`,
    }),
  );
}

async function send(ports: Needs, { who, params, body, now }: Call<ImportForm>) {
  const { tenant = '' } = params;
  const [[file = ''], [text = ''], [code = ''], [key = '']] = [body.file ?? [], body.csv, body.code, body.key];
  // A mark at the beginning of a file is nothing that one could see in the box, or mend.
  const csv = (file === '' ? text : file).replace(/^\uFEFF/, '');
  const again = (status: number, more: Again) => importAnswer(ports, who, tenant, status, { csv, ...more });
  if (csv.trim() === '') return again(422, { errors: [{ field: 'csv', says: 'Choose a file, or paste its text.' }] });
  const decision = await importDevices(ports, who, tenant, { csv, code }, key, now).catch(faultsIn);
  if ('faults' in decision) return again(422, decision);
  if (!decision.ok) return again(statusOf(decision.code), { errors: [errorFor(decision.code)] });
  if (decision.value.status === 'unchanged') return again(200, { isUnchanged: true });
  const id = decision.value.status === 'proposed' ? decision.value.proposal.id : '';
  return seeOther(`/console/${tenant}/proposals/${id}`);
}

/** What is wrong with the file; everything else goes on. */
function faultsIn(error: unknown): { readonly faults: readonly LineFault[]; readonly omitted: number } {
  if (!(error instanceof Problem) || !error.extra.lines) throw error;
  return { faults: error.extra.lines, omitted: error.extra.omitted ?? 0 };
}
