/**
 * Whether Slack sent it (https://docs.slack.dev/authentication/verifying-requests-from-slack, version v0): HMAC-SHA-256 under the
 * workspace's signing secret, over version, time and the very bytes of the body. All that is wrong gets one answer, and nothing
 * that was sent is looked at before, but the team's id, which says under which secret.
 */
import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { hmacSha256 } from '../core/hash.ts';
import { Problem } from '../core/problems.ts';
import { SlackGreeting } from '../core/slack-contract.ts';
import type { ReadSlackSecrets, SlackSecrets } from '../core/slack-ports.ts';
import type { EpochSeconds, OrganisationId, Seconds, SlackTeam } from '../core/units.ts';
import { one } from './pages/form-values.ts';
import { bytesOf, fieldsOf, headerOf, textOf } from './parse.ts';
import { parseStrictJson } from './strict-json.ts';

type Event = APIGatewayProxyEventV2;

/** Whose workspace sent it, and what names this payload and no other. */
export interface SlackSigned {
  readonly team: SlackTeam;
  /** Whose secret it was signed under: the team may be connected to another one, which it then says nothing to. */
  readonly organisation: OrganisationId;
  readonly signature: string;
}

/** A payload that is older, or comes from a clock that is so far off, is refused. */
const WINDOW: Seconds = 300;
const TEAM = /^T[A-Z0-9]{2,20}$/;

/** @throws Problem signature-rejected */
export type SlackSignatures = (event: Event, now: EpochSeconds) => Promise<SlackSigned>;

/** By the secrets of the workspaces. */
export function slackSignatures(secrets: ReadSlackSecrets): SlackSignatures {
  return (event, now) => signedBySlack(event, secrets, now);
}

async function signedBySlack(event: Event, secrets: ReadSlackSecrets, now: EpochSeconds): Promise<SlackSigned> {
  if (isGreeting(event)) return GREETED;
  const sent = sentWith(event, now);
  const team = teamUnverified(event);
  if (!sent || team === undefined) throw new Problem('signature-rejected');
  // A secret that was changed a moment ago is asked for once more; without one there is nothing newer to know.
  const by = signerOf(await secrets(team, now), sent) ?? signerOf(await secrets(team, now, true), sent);
  if (!by) throw new Problem('signature-rejected');
  return { team, organisation: by.organisation, signature: sent.signature };
}

/**
 * Slack asks once whether an address answers, before a workspace is connected to it, and names no workspace: there is no secret
 * to hold it against. The answer is a word of the sender's own, of letters and digits, as plain text: who is not Slack learns
 * that there is a Wardkey here, which `/openapi.json` says as well.
 */
function isGreeting(event: Event): boolean {
  if (!isJson(event)) return false;
  return SlackGreeting.safeParse(parsed(() => parseStrictJson(textOf(event)))).success;
}

const GREETED: SlackSigned = Object.freeze({ team: '', organisation: '', signature: '' });

interface Sent {
  readonly signature: string;
  readonly signed: Uint8Array;
}

/** Exactly one of each header: two arrive joined by a comma, and match nothing. */
function sentWith(event: Event, now: EpochSeconds): Sent | undefined {
  const signature = headerOf(event, 'x-slack-signature') ?? '';
  const time = headerOf(event, 'x-slack-request-timestamp') ?? '';
  const isFormed = /^v0=[0-9a-f]{64}$/.test(signature) && /^[0-9]{10}$/.test(time);
  if (!isFormed || Math.abs(now - Number(time)) > WINDOW) return undefined;
  return { signature, signed: Buffer.concat([Buffer.from(`v0:${time}:`), bytesOf(event)]) };
}

function signerOf(secrets: SlackSecrets | undefined, { signature, signed }: Sent): SlackSecrets | undefined {
  const given = Buffer.from(signature.slice('v0='.length), 'hex');
  return secrets?.signing.some((secret) => timingSafeEqual(hmacSha256(secret, signed), given)) ? secrets : undefined;
}

/** As the body says; until the signature is found right this is anybody's word. */
function teamUnverified(event: Event): SlackTeam | undefined {
  const team = parsed(() => (isJson(event) ? teamIn(parseStrictJson(textOf(event))) : teamInForm(event)));
  return typeof team === 'string' && TEAM.test(team) ? team : undefined;
}

function teamInForm(event: Event): unknown {
  const { payload, team_id: team } = fieldsOf(event);
  if (payload === undefined) return one(team);
  const { team: of } = parseStrictJson(one(payload));
  return typeof of === 'object' && of !== null && 'id' in of ? of.id : undefined;
}

function teamIn({ team_id: team }: Readonly<Record<string, unknown>>): unknown {
  return team;
}

function isJson(event: Event): boolean {
  return /^application\/json\b/i.test(headerOf(event, 'content-type') ?? '');
}

/** Undefined for what is not even of its form: it is answered as what is not signed. */
function parsed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
