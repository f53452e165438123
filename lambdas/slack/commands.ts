/** The command `/service-access`: what is typed after it says what is meant. The answer is for whoever typed it alone. */
import type { Status } from '../../core/access/request.ts';
import { Problem } from '../../core/problems.ts';
import type { CommandForm } from '../../core/slack-contract.ts';
import type { SlackMessage } from '../../core/slack-ports.ts';
import type { EpochSeconds } from '../../core/units.ts';
import { findReference } from '../../core/verbs/find-reference.ts';
import {
  identifySlack,
  mayLinkSlack,
  refuseSlack,
  type SlackAct,
  type SlackPerson,
} from '../../core/verbs/identify-slack.ts';
import { finishSlackLink } from '../../core/verbs/link-slack.ts';
import { listDecisions } from '../../core/verbs/list-decisions.ts';
import { listVisits } from '../../core/verbs/list-visits.ts';
import { openVisit } from '../../core/verbs/show-visit.ts';
import { takeOnce } from '../../core/verbs/take-once.ts';
import { stateWords } from '../../web/components/state-tag.ts';
import { HELP, listAnswer, saying, sayingWithLink, statusAnswer } from '../../web/slack/answers.ts';
import { deviceDialog } from '../../web/slack/ask-dialog.ts';
import { one } from '../pages/form-values.ts';
import type { Call } from '../pipeline.ts';
import { unlessNotFound, yes } from '../problems.ts';
import { ephemeral, nothing, orSaid, saysWhy } from './answer.ts';
import type { SlackIngress } from './ports.ts';
import { NOT_OPENED } from './review.ts';

interface Typed {
  readonly act: Omit<SlackAct, 'act'>;
  /** What the pattern caught. */
  readonly found: string;
  readonly trigger: string;
  readonly signature: string;
  readonly now: EpochSeconds;
}

/** What is to be said; nothing where a dialog opened. */
type Says = (ports: SlackIngress, typed: Typed) => Promise<SlackMessage | undefined>;

/** The first that fits; whatever fits none is helped. */
const WORDS: readonly (readonly [RegExp, Says])[] = Object.freeze<(readonly [RegExp, Says])[]>([
  [/^()$/, openRequest],
  [/^()list$/i, list],
  [/^()link$/i, howToLink],
  [/^link\s+(.+)$/i, link],
  [/^([A-Z0-9]{3}-[A-Z0-9]{3})$/i, status],
]);

export async function command(ports: SlackIngress, { signed, body, now }: Call<CommandForm>) {
  const text = one(body.text).trim();
  const [fits, says] = WORDS.find(([pattern]) => pattern.test(text)) ?? [/^()/, help];
  const typed: Typed = {
    act: { team: signed.team, organisation: signed.organisation, user: one(body.user_id) },
    found: fits.exec(text)?.[1] ?? '',
    trigger: one(body.trigger_id),
    signature: signed.signature,
    now,
  };
  const message = await orSaid(
    () => says(ports, typed),
    (why) => saying(why),
  );
  return message ? ephemeral(message) : nothing();
}

async function help(): Promise<SlackMessage> {
  return HELP;
}

/** What `act` comes to for a person; for nobody, why. */
async function asPerson(
  ports: SlackIngress,
  typed: Typed,
  act: SlackAct['act'],
  says: (person: SlackPerson) => Promise<SlackMessage | undefined>,
): Promise<SlackMessage | undefined> {
  const found = await identifySlack(ports, { ...typed.act, act }, false, typed.now);
  return found.ok ? says(found.value) : sayingWithLink(saysWhy(found.code), `${ports.baseUrl}/`);
}

function openRequest(ports: SlackIngress, typed: Typed) {
  return asPerson(ports, typed, 'ask', async ({ person }) => {
    if (!person.roles.includes('technician'))
      return saying(saysWhy('not_a_technician'), 'Type “/service-access list” or “/service-access help”.');
    const isOpen = await ports.dialogs.open(typed.act.team, typed.trigger, deviceDialog(), typed.now);
    return isOpen ? undefined : sayingWithLink(NOT_OPENED, `${ports.baseUrl}/d`);
  });
}

const OPEN: readonly Status[] = Object.freeze(['pending', 'approved']);

function list(ports: SlackIngress, typed: Typed) {
  const { baseUrl } = ports;
  return asPerson(ports, typed, 'list', async ({ who }) => {
    const [visits, decisions] = await Promise.all([
      listVisits(ports, who, {}, typed.now),
      listDecisions(ports, who, typed.now).catch(unlessNotFound),
    ]);
    return listAnswer({
      own: yes(visits)
        .items.filter((visit) => OPEN.includes(visit.status))
        .map(({ id, reference, device, hospital, status: is }) => ({
          reference,
          words: `${stateWords(is)}: ${device}, ${hospital}`,
          address: `${baseUrl}/visits/${id}`,
        })),
      waiting: decisions?.waiting.map(({ request, reference, device, technician, asks, when }) => ({
        reference,
        words: `${technician} on ${device}: ${asks}. Decide before ${when}.`,
        address: `${baseUrl}/decisions/${request}`,
      })),
    });
  });
}

function status(ports: SlackIngress, typed: Typed) {
  const reference = typed.found.toUpperCase();
  return asPerson(ports, typed, 'read', async ({ who }) => {
    const id = await findReference(ports, who, reference, typed.now);
    if (id === undefined) throw new Problem('not-found');
    const { card, facts, isOwn } = yes(await openVisit(ports, who, id, typed.now));
    const waiting = `Waiting at ${card.hospital}. Undecided, the request dies at ${card.decideBy}.`;
    return statusAnswer({
      reference,
      status: card.status,
      title: card.outcome?.title ?? 'Waiting for a decision',
      lines: card.outcome?.lines ?? [waiting, ...card.approvedBy],
      facts,
      address: `${ports.baseUrl}/${isOwn ? 'visits' : 'decisions'}/${id}`,
    });
  });
}

async function howToLink({ baseUrl }: SlackIngress): Promise<SlackMessage> {
  return sayingWithLink(
    'Sign in in the browser and draw a link code with your one-time code. Then type “/service-access link” and the code here.',
    `${baseUrl}/me/slack`,
  );
}

/** Slack is asked first: a guest's account is nobody's. */
async function link(ports: SlackIngress, { act: account, found, signature, now }: Typed) {
  if (!(await takeOnce(ports, signature, now))) return undefined;
  const act: SlackAct = { ...account, act: 'link' };
  const may = await mayLinkSlack(ports, act, now);
  const person = may.ok ? await finishSlackLink(ports, account, found, now) : may;
  if (may.ok && !person.ok) await refuseSlack(ports, act, may.value.tenant, person.code, now);
  if (!person.ok) return sayingWithLink(saysWhy(person.code), `${ports.baseUrl}/me/slack`);
  return saying('This Slack account is linked to you.', 'You end it in the browser, under your account, at any time.');
}
