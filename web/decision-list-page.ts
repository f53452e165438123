/** An approver's own list: what waits for him, what ends first on top, and what he decided lately. */
import type { DecisionLine, DecisionList } from '../core/verbs/list-decisions.ts';
import { type Task, taskList } from './components/lists.ts';
import { insetText } from './components/messages.ts';
import { stateTag } from './components/state-tag.ts';
import { moment } from './components/time.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';

export interface DecisionListView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly list: DecisionList;
}

/** Loaded anew while somebody watches: requests come and go within minutes. */
const EVERY_SECONDS = 30;

export function decisionListPage({ nonce, viewer, list }: DecisionListView): string {
  const title = 'Decisions';
  const { waiting, decided } = list;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<h2 class="govuk-heading-m">Waiting for you at ${list.hospital}</h2>
${waiting.length === 0 ? insetText('Nothing waits for you. A request that you may decide stands here as soon as it is made, and you get a mail.') : taskList(waiting.map(waitingTask), 'waiting')}
${list.isCut && html`<p class="govuk-body">More are waiting. They stand here as soon as these are decided.</p>`}
<h2 class="govuk-heading-m">Decided by you</h2>
${decided.length === 0 ? insetText('What you approve, deny or revoke stands here, newest first.') : taskList(decided.map(decidedTask), 'decided')}`;
  return documentFor({ nonce, title, viewer, live: { everySeconds: EVERY_SECONDS } }, main);
}

function waitingTask(line: DecisionLine): Task {
  return task(line, html`${wordsOf(line)} Decide before ${moment(line.at, line.when)}.`);
}

function decidedTask(line: DecisionLine): Task {
  return task(line, html`${wordsOf(line)} Decided ${moment(line.at, line.when)}.`);
}

function task({ request, reference, device, status }: DecisionLine, hint: Html): Task {
  return { title: `${reference}: ${device}`, href: `/decisions/${request}`, hint, status: stateTag(status) };
}

function wordsOf({ technician, asks }: DecisionLine): string {
  return `${technician}: ${asks}.`;
}
