/** Slack as a page: one person's conversations, what only he sees, and the dialog that is open before him. Works without script. */
import { button } from '../../web/components/button.ts';
import { input, select } from '../../web/components/input.ts';
import { warningText } from '../../web/components/messages.ts';
import { moment } from '../../web/components/time.ts';
import { type Html, html } from '../../web/html.ts';
import { documentFor } from '../../web/layout.ts';
import { blocksView, type Filling } from './block-view.ts';
import type { Ephemeral, Message, OpenModal } from './memory.ts';
import { mrkdwn } from './mrkdwn.ts';
import { COMMAND } from './payloads.ts';
import { dmOf, type Member, type Workspace } from './workspaces.ts';

/** One person at one conversation. */
export interface Desk {
  readonly workspaces: readonly Workspace[];
  readonly workspace: Workspace;
  readonly member: Member;
  readonly at: string;
  /** Of the conversation, oldest first. */
  readonly messages: readonly (Message | Ephemeral)[];
  /** The dialog on top. */
  readonly modal: OpenModal | undefined;
  readonly typed: Filling['typed'];
}

export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy,
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
}

const LOOK = html`
form{max-width:none}
.sl-top .govuk-form-group,.sl-top .govuk-select{max-width:100%}
.sl-top+.sl-dialog{margin-top:1.5rem}
.sl-top{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end}
.sl-top .govuk-form-group,.sl-top .govuk-button{margin-bottom:0}
.sl-desk{display:grid;grid-template-columns:minmax(10rem,1fr) minmax(0,4fr);gap:1.5rem;margin-top:1.5rem}
@media (max-width:40rem){.sl-desk{grid-template-columns:minmax(0,1fr)}}
.sl-desk nav ul{list-style:none;margin:0;padding:0}
.sl-desk nav li{padding:.35rem 0}
.sl-desk [aria-current]{font-weight:700;text-decoration:none}
.sl-message,.sl-dialog{border:1px solid var(--govuk-border-colour);border-radius:.5rem;padding:.75rem 1rem;margin:0 0 .75rem;overflow-wrap:anywhere}
.sl-dialog{border:3px solid var(--govuk-input-border-colour);max-width:38rem;padding:1rem 1.5rem}
.sl-dialog p,.sl-message p{margin:.25rem 0}
.sl-dialog .govuk-form-group{margin:1rem 0}
.sl-thread{margin-left:clamp(1rem,5vw,3rem)}
.sl-own{border-style:dashed}
.sl-from{color:var(--govuk-secondary-text-colour)}
.sl-head{font-size:1.1875rem;font-weight:700}
.sl-context{font-size:.875rem;color:var(--govuk-secondary-text-colour)}
.sl-fields{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr));gap:.25rem 1.5rem}
.sl-line{border:0;border-top:1px solid var(--govuk-border-colour)}
.sl-actions{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.75rem 0 .25rem}
.sl-actions .govuk-button{margin:0}
`;

/** All of what `desk.member` sees. */
export function slackPage(desk: Desk, nonce: string): string {
  const main = html`<style nonce="${nonce}">${LOOK}</style>
<h1 class="govuk-heading-l">Slack, on this machine</h1>
${chooser(desk)}
${desk.modal && dialog(desk, desk.modal)}
<div class="sl-desk">
${conversations(desk)}
<section aria-labelledby="at"><h2 class="govuk-heading-m" id="at">${placeName(desk)}</h2>
${desk.messages.length > 0 ? threads(desk) : html`<p class="govuk-body">Nothing was said here yet. Nothing leaves this machine.</p>`}
${commandLine(desk)}
</section>
</div>`;
  return documentFor({ nonce, title: 'Slack, on this machine', isWide: true }, main);
}

/** As in a real Slack everybody sees his own: whose is chosen here. */
function chooser({ workspaces, workspace, member }: Desk): Html {
  const items = workspaces.flatMap(({ team, name, members }) =>
    members
      .filter(({ kind }) => kind !== 'deleted')
      .map((one) => ({
        says: `${one.realName}${KINDS[one.team === undefined ? (one.kind ?? 'member') : 'stranger']}, ${name}`,
        value: `${team}/${one.id}`,
        selected: team === workspace.team && one.id === member.id,
      })),
  );
  return html`<form method="get" action="/" class="sl-top">
${select({ id: 'who', name: 'who', label: { says: 'Seen as' }, items })}
${button({ says: 'Show', classes: 'govuk-button--secondary' })}
</form>`;
}

const KINDS = Object.freeze({
  member: '',
  guest: ' (guest)',
  single: ' (guest)',
  deleted: '',
  stranger: ' (of another company)',
});

/** Where this person's page is, at a conversation. */
export function addressOf(team: string, user: string, at: string): string {
  return `/?${new URLSearchParams({ who: `${team}/${user}`, at })}`;
}

function conversations({ workspace, member, at }: Desk): Html {
  const own = { id: dmOf(member.id), name: 'Wardkey' };
  const channels = workspace.channels.map(({ id, name }) => ({ id, name: `# ${name}` }));
  const items = [own, ...channels].map(
    ({ id, name }) =>
      html`<li><a class="govuk-link" href="${addressOf(workspace.team, member.id, id)}"${id === at && html` aria-current="page"`}>${name}</a></li>\n`,
  );
  return html`<nav aria-label="Conversations"><ul class="govuk-body">\n${items}</ul>
<p class="govuk-body"><a class="govuk-link" href="${addressOf(workspace.team, member.id, at)}">Look again</a></p></nav>`;
}

function placeName({ workspace, at }: Desk): string {
  const channel = workspace.channels.find(({ id }) => id === at);
  return channel ? `# ${channel.name}` : 'Wardkey';
}

/** Each message with what was answered to it. */
function threads(desk: Desk): Html {
  const isReply = (one: Message | Ephemeral) => one.kind === 'message' && one.thread_ts !== undefined;
  const repliesTo = (ts: string) => desk.messages.filter((one) => one.kind === 'message' && one.thread_ts === ts);
  return html`${desk.messages
    .filter((one) => !isReply(one))
    .map(
      (one) =>
        html`${messageView(desk, one)}${repliesTo(one.ts).map((reply) => html`<div class="sl-thread">${messageView(desk, reply)}</div>\n`)}`,
    )}`;
}

function messageView(desk: Desk, message: Message | Ephemeral): Html {
  const { ts, text, blocks } = message;
  const isOwn = message.kind === 'ephemeral';
  const from = isOwn && message.isSlacks ? 'Slackbot' : 'Wardkey';
  const at = Number(ts);
  const shown =
    blocks.length > 0 ? blocksView(blocks, `m${ts.replace('.', '-')}`, NOTHING) : html`<p>${mrkdwn(text)}</p>`;
  return html`<article class="sl-message govuk-body${isOwn && ' sl-own'}">
<p class="sl-from"><strong>${from}</strong> ${moment(Math.floor(at), new Date(at * 1000).toISOString().slice(11, 19))} UTC${isOwn && ' · only you see this'}${!isOwn && message.edited !== undefined && ' · edited'}</p>
<form method="post" action="/do">${who(desk)}<input type="hidden" name="ts" value="${ts}">
${shown}</form>
</article>
`;
}

const NOTHING: Filling = Object.freeze({ typed: {}, errors: {} });

function who({ workspace, member, at }: Desk): Html {
  return html`<input type="hidden" name="team" value="${workspace.team}"><input type="hidden" name="user" value="${member.id}"><input type="hidden" name="at" value="${at}">`;
}

function dialog(desk: Desk, { view, errors = {} }: OpenModal): Html {
  const { '': trouble } = errors;
  return html`<section class="sl-dialog govuk-body" aria-labelledby="dialog">
<h2 class="govuk-heading-m" id="dialog">${view.title.text}</h2>
${trouble !== undefined && warningText(trouble)}
<form method="post" action="/do" novalidate>${who(desk)}<input type="hidden" name="view" value="${view.id}">
${blocksView(view.blocks, 'dialog-part', { typed: desk.typed, errors })}
<div class="sl-actions">${view.submit ? button({ says: view.submit.text, id: 'submit', name: 'submit', value: 'yes' }) : undefined}
${button({ says: view.close?.text ?? 'Cancel', id: 'close', name: 'close', value: 'yes', classes: 'govuk-button--secondary' })}</div>
</form>
</section>`;
}

function commandLine(desk: Desk): Html {
  return html`<form method="post" action="/do" class="sl-top">${who(desk)}
${input({ id: 'line', name: 'line', label: { says: 'Type a command' }, value: `${COMMAND} `, autocomplete: 'off', spellcheck: false })}
${button({ says: 'Send', id: 'send' })}
</form>`;
}
