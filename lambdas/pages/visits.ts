/** A technician's visits, as far as they are only read: the list, one visit, the form that finishes it, the receipt. */
import { VisitsQuery } from '../../core/page-contract.ts';
import type { Ports } from '../../core/ports.ts';
import { listVisits } from '../../core/verbs/list-visits.ts';
import { readReceipt } from '../../core/verbs/read-receipt.ts';
import { showVisit } from '../../core/verbs/show-visit.ts';
import { closePage } from '../../web/visits/close.ts';
import { visitsPage } from '../../web/visits/list.ts';
import { receiptPage } from '../../web/visits/receipt.ts';
import { visitPage } from '../../web/visits/visit.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { yes } from '../problems.ts';
import { nonceField, type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';
import { activationFields, ownVisit } from './visit-forms.ts';

type Needs = PagePorts & Pick<Ports, 'ledger'>;

export function visitPages(ports: Needs): Readonly<Record<string, Endpoint>> {
  const onProblem = problemAsPage;
  return {
    'GET /visits': endpoint({ query: VisitsQuery, handle: (call) => list(ports, call), onProblem }),
    'GET /visits/{request}': endpoint({ handle: (call) => show(ports, call), onProblem }),
    'GET /visits/{request}/close': endpoint({ handle: (call) => showClose(ports, call), onProblem }),
    'GET /visits/{request}/receipt': endpoint({ handle: (call) => showReceipt(ports, call), onProblem }),
  };
}

async function list(ports: Needs, { who, query, now }: Call<unknown, VisitsQuery>) {
  const [viewer, listed] = await Promise.all([viewerFor(ports, who), listVisits(ports, who, query, now)]);
  const { items: lines, next } = yes(listed);
  return shown(200, (nonce) => visitsPage({ nonce, viewer, lines, next, isLater: query.after !== undefined }));
}

async function show(ports: Needs, { who, params, now }: Call) {
  const visit = yes(await showVisit(ports, who, params['request'] ?? '', now));
  const [viewer, withdraw, fields] = await Promise.all([
    viewerFor(ports, who),
    nonceField(ports, who, 'withdraw-visit'),
    activationFields(ports, who),
  ]);
  const forms = visit.isOwn ? { withdraw, activate: { fields } } : undefined;
  return shown(200, (nonce) => visitPage({ nonce, viewer, visit, forms }));
}

/** One that can no longer be closed, or not yet, shows how it stands instead. */
async function showClose(ports: Needs, call: Call) {
  const visit = await ownVisit(ports, call);
  if (!['approved', 'lapsed'].includes(visit.card.status)) return seeOther(`/visits/${visit.id}`);
  const [viewer, fields] = await Promise.all([viewerFor(ports, call.who), nonceField(ports, call.who, 'close-visit')]);
  return shown(200, (nonce) => closePage({ nonce, viewer, visit, fields }));
}

async function showReceipt(ports: Needs, { who, params, now }: Call) {
  const receipt = yes(await readReceipt(ports, who, params['request'] ?? '', now));
  const { visit } = receipt;
  // While it is under way there is nothing to file yet.
  if (visit.until) return seeOther(`/visits/${visit.id}`);
  const viewer = await viewerFor(ports, who);
  return shown(200, (nonce) => receiptPage({ nonce, viewer, receipt }));
}
