/** `/me/slack`: one's own account of Slack. The link code is in the answer to the form itself: it is shown once and kept nowhere. */
import { momentIn } from '../../core/access/words.ts';
import { EmptyForm } from '../../core/page-contract.ts';
import type { Identity } from '../../core/ports.ts';
import { SlackLinkForm } from '../../core/registry/page-contract.ts';
import { beginSlackLink, unlinkSlack } from '../../core/verbs/link-slack.ts';
import { showOwnSlack } from '../../core/verbs/show-slack.ts';
import { CODE_FIELD } from '../../web/code-field.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { linkCodePage, ownSlackPage } from '../../web/own-slack-page.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { statusOf, yes } from '../problems.ts';
import { one } from './form-values.ts';
import { nonceField, type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';
import { errorFor } from './registry-forms.ts';

const onProblem = problemAsPage;

/** Somebody whose organisation is no hospital has no zone of one. */
const ZONE = 'UTC';

export function ownSlackReads(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return { 'GET /me/slack': endpoint({ handle: ({ who }) => slackAnswer(ports, who, 200), onProblem }) };
}

type Needs = PagePorts & Parameters<typeof beginSlackLink>[0];

export function ownSlackForms(ports: Needs): Readonly<Record<string, Endpoint>> {
  return {
    'POST /me/slack': endpoint({ body: SlackLinkForm, handle: (call) => begin(ports, call), onProblem }),
    'POST /me/slack/unlink': endpoint({ body: EmptyForm, handle: (call) => unlink(ports, call), onProblem }),
  };
}

async function slackAnswer(ports: PagePorts, who: Identity, status: number, errors: readonly FieldError[] = []) {
  const [viewer, read, beginFields, unlinkFields] = await Promise.all([
    viewerFor(ports, who),
    showOwnSlack(ports, who),
    nonceField(ports, who, 'begin-slack-link'),
    nonceField(ports, who, 'unlink-slack'),
  ]);
  const { link, connected } = yes(read);
  const since = link && momentIn(ZONE, link.since);
  const shownLink = link && since && { team: link.team, user: link.user, since };
  const view = { viewer, link: shownLink, connected, begin: beginFields, unlink: unlinkFields, errors };
  return shown(status, (nonce) => ownSlackPage({ ...view, nonce }));
}

async function begin(ports: Needs, { who, body, now }: Call<SlackLinkForm>) {
  const [viewer, read] = await Promise.all([viewerFor(ports, who), showOwnSlack(ports, who)]);
  const { connected = '' } = yes(read);
  const drawn = await beginSlackLink(ports, who, one(body[CODE_FIELD]), now);
  if (!drawn.ok) return slackAnswer(ports, who, statusOf(drawn.code), [errorFor(drawn.code)]);
  const { linkCode, until } = drawn.value;
  return shown(200, (nonce) => linkCodePage({ nonce, viewer, connected, linkCode, until: momentIn(ZONE, until) }));
}

async function unlink(ports: Needs, { who, now }: Call) {
  yes(await unlinkSlack(ports, who, now));
  return seeOther('/me/slack');
}
