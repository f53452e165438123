/**
 * Sends one delivery, by mail or by Slack. It is claimed under its version before anything leaves, and keeps trying until it
 * was taken or has visibly failed; so it may come twice and never not at all. What Slack does not take at its first try is
 * asked by mail beside it, in the transaction that says so.
 */
import { isQuestion } from '../access/call.ts';
import { deliveryRef, messageRef, queueFor, slackCardRef } from '../keys.ts';
import type { Mail, Ports, Write } from '../ports.ts';
import { type Delivery, type SentMessage, SLACK_CHANNEL, type SlackCard } from '../rows.ts';
import type { SlackPlace } from '../slack-ports.ts';
import type { EpochSeconds, Seconds } from '../units.ts';
import type { Notice, SlackPost, Writers } from './notices.ts';
import { joiningNotice } from './notify-invitation.ts';
import { changeNotice } from './notify-proposal.ts';
import { requestNotice } from './notify-request.ts';
import { postTo } from './post-to-slack.ts';

/** What this verb needs from outside. */
export type SendNeeds = Pick<Ports, 'store' | 'mailer' | 'slack' | 'random'>;

/** What a chain's news are about, by how the chain is called. */
const NOTICES: readonly (readonly [RegExp, Notice])[] = Object.freeze([
  [/^T#[^#]+#R#/, requestNotice],
  [/^T#[^#]+#G#proposal#/, changeNotice],
  [/^T#[^#]+#G#N#/, joiningNotice],
]);

/** @throws Error for a chain that tells nobody anything: its row stays and is seen to wait */
export function noticeOf(chain: string): Notice {
  const [, notice] = NOTICES.find(([pattern]) => pattern.test(chain)) ?? [];
  if (!notice) throw new Error('nobody is told of such a chain');
  return notice;
}

/** After these waits it is tried again; then it has failed for all to see. */
const RETRY_AFTER: readonly Seconds[] = Object.freeze([60, 120, 300, 600]);
/** Whom Slack makes wait longer than this is asked by mail meanwhile. */
const PATIENCE: Seconds = 60;
/** Reports about a mail come within hours, a complaint within days. */
const MESSAGE_KEPT: Seconds = 14 * 86_400;

/** What came of one try: it is over, with what is written beside; or it is tried again, after `wait` or as planned. */
type Result =
  | { readonly state: 'sent' | 'failed'; readonly note: string; readonly writes?: readonly Write[] }
  | { readonly state: 'again'; readonly note: string; readonly wait?: Seconds };

/** What is to leave, with what is written when it is claimed. */
interface Errand {
  readonly writes: readonly Write[];
  run(): Promise<Result>;
}

/** Sends one delivery if it is still queued and nobody else has claimed it. */
export async function sendDelivery(
  ports: SendNeeds,
  writers: Writers,
  delivery: Delivery,
  now: EpochSeconds,
): Promise<void> {
  const wait = RETRY_AFTER[delivery.attempts] ?? 0;
  const claimed: Delivery = { ...delivery, version: delivery.version + 1, attempts: delivery.attempts + 1, at: now };
  const errand = await (delivery.via === 'slack' ? slackErrand : mailErrand)(ports, writers, delivery, now);
  const claim = [moved(delivery, claimed, now + wait), ...errand.writes];
  if (await ports.store.commit({ events: [], writes: claim })) return;
  const result = await errand.run();
  const isOver = result.state !== 'again' || delivery.attempts >= RETRY_AFTER.length;
  const rest = isOver ? settled(claimed, result, now) : postponed(claimed, result, now + wait, now);
  const beside = isMissed(delivery, result) ? await mailBeside(ports, delivery, now) : undefined;
  if (rest.length === 0 && !beside) return;
  const lost = await ports.store.commit({ events: [], writes: [...rest, ...(beside?.writes ?? [])] });
  if (!lost && beside) await sendDelivery(ports, writers, beside.row, now);
}

/** The row at its end, with how a later report about a mail finds it (record-delivery.ts) or where a card stands. */
function settled(claimed: Delivery, result: Result, now: EpochSeconds): readonly Write[] {
  const end: Pick<Delivery, 'state' | 'note'> =
    result.state === 'again' ? { state: 'failed', note: 'gave up' } : { state: result.state, note: result.note };
  const done: Delivery = { ...claimed, version: claimed.version + 1, ...end };
  const writes = result.state === 'again' ? [] : (result.writes ?? []);
  return [moved(claimed, done, undefined), ...lookupFor(done, now), ...writes];
}

/** A mail's row stands already with its next time, and so does a card's but for what Slack said. */
function postponed(claimed: Delivery, result: Result, due: EpochSeconds, now: EpochSeconds): readonly Write[] {
  if (claimed.via !== 'slack' || result.state !== 'again') return [];
  const next: Delivery = { ...claimed, version: claimed.version + 1, note: result.note };
  return [moved(claimed, next, nextTry(claimed, result.wait, due, now))];
}

/** A first short wait is kept to the second, as nobody is asked by mail meanwhile; no later try comes before its turn. */
function nextTry(
  { attempts }: Delivery,
  wait: Seconds | undefined,
  due: EpochSeconds,
  now: EpochSeconds,
): EpochSeconds {
  if (wait === undefined) return due;
  return attempts === 1 ? now + wait : Math.max(now + wait, due);
}

/** Whether a question to a person is to go by mail now: Slack did not take it, but for a first try that is to be repeated soon. */
function isMissed({ via, person, message, attempts }: Delivery, result: Result): boolean {
  if (via !== 'slack' || person === SLACK_CHANNEL || !isQuestion(message) || result.state === 'sent') return false;
  const isSoon = result.state === 'again' && result.wait !== undefined && result.wait <= PATIENCE;
  return attempts > 0 || !isSoon;
}

/** @returns undefined where a mail says the same already */
async function mailBeside(
  { store }: SendNeeds,
  delivery: Delivery,
  now: EpochSeconds,
): Promise<{ readonly row: Delivery; readonly writes: readonly Write[] } | undefined> {
  const ref = deliveryRef(delivery.chain, delivery.n, delivery.person);
  const { there } = await store.load({ there: ref });
  if (there) return undefined;
  const { via: _via, ...same } = delivery;
  const row: Delivery = { ...same, version: 1, attempts: 0, note: '', at: now };
  const queue = [queueFor('delivery', row.chain), now] as const;
  return { row, writes: [{ kind: 'insert', ref, row, indexes: { queue } }] };
}

async function mailErrand(ports: SendNeeds, { mail }: Writers, delivery: Delivery, now: EpochSeconds): Promise<Errand> {
  const letter = await noticeOf(delivery.chain).letter(ports, mail, delivery, now);
  if (!letter) return { writes: [], run: async () => ({ state: 'failed', note: 'recipient gone' }) };
  return { writes: letter.ticket ? [letter.ticket] : [], run: () => mailed(ports, letter.mail) };
}

async function mailed(ports: SendNeeds, mail: Mail): Promise<Result> {
  try {
    const answer = await ports.mailer.send(mail);
    if ('accepted' in answer) return { state: 'sent', note: answer.accepted };
    return { state: 'failed', note: answer.rejected };
  } catch {
    // The delivery row stands with its next time; the sweeper comes back to it.
    return { state: 'again', note: '' };
  }
}

async function slackErrand(
  ports: SendNeeds,
  { slack }: Writers,
  delivery: Delivery,
  now: EpochSeconds,
): Promise<Errand> {
  const post = await noticeOf(delivery.chain).post?.(ports, slack, delivery, now);
  if (!post || 'unpostable' in post) {
    return { writes: [], run: async () => ({ state: 'failed', note: post?.unpostable ?? 'not for Slack' }) };
  }
  return { writes: [], run: () => posted(ports, post, delivery) };
}

async function posted({ slack }: SendNeeds, post: SlackPost, delivery: Delivery): Promise<Result> {
  const answer = await postTo(slack, post);
  if (answer === 'unanswered') return { state: 'again', note: 'no_answer' };
  if ('later' in answer) return { state: 'again', note: 'ratelimited', wait: answer.later };
  if ('rejected' in answer) return { state: 'failed', note: answer.note };
  return { state: 'sent', note: answer.posted.ts, writes: cardWrites(delivery, post, answer.posted) };
}

/** Where the card stands, unless that is known. */
function cardWrites(
  { chain, person }: Delivery,
  { team, to, standing }: SlackPost,
  place: SlackPlace,
): readonly Write[] {
  if (standing?.channel === place.channel && standing.ts === place.ts) return [];
  const ref = slackCardRef(chain, person);
  const row: SlackCard = { version: (standing?.version ?? 0) + 1, person, team, to, ...place };
  return [standing ? { kind: 'replace', ref, row, version: standing.version } : { kind: 'insert', ref, row }];
}

function lookupFor({ state, via, note: id, chain, n, person }: Delivery, now: EpochSeconds): readonly Write[] {
  if (state !== 'sent' || via) return [];
  const row: SentMessage = { version: 1, chain, n, person };
  return [{ kind: 'insert', ref: messageRef(id), row, expires: now + MESSAGE_KEPT }];
}

function moved(from: Delivery, to: Delivery, due: EpochSeconds | undefined): Write {
  const indexes = due === undefined ? {} : { queue: [queueFor('delivery', from.chain), due] as const };
  const ref = deliveryRef(from.chain, from.n, from.person, from.via);
  return { kind: 'replace', ref, row: to, version: from.version, indexes };
}
