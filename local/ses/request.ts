/** Reads a SendEmail request (SES v2, Simple content) as far as it makes a mail; undefined when it does not. */
import { isObject } from '../loopback-server.ts';
import type { Message } from './messages.ts';

/** SES's own judgement is longer; an address without a part on either side of one @ is what tests and typos have. */
const ADDRESS = /^[^\s@<>,]+@[^\s@<>,]+$/;

export function parseSendEmail(
  body: Record<string, unknown> | undefined,
): Omit<Message, 'id' | 'received'> | undefined {
  const simple = at(body, 'Content', 'Simple');
  const mail = {
    from: at(body, 'FromEmailAddress'),
    to: onlyOne(at(body, 'Destination', 'ToAddresses')),
    subject: at(simple, 'Subject', 'Data'),
    text: at(simple, 'Body', 'Text', 'Data'),
    html: at(simple, 'Body', 'Html', 'Data'),
  };
  return isMail(mail) && ADDRESS.test(mail.to) ? mail : undefined;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, member) => (isObject(inner) ? inner[member] : undefined), value);
}

function onlyOne(list: unknown): unknown {
  return Array.isArray(list) && list.length === 1 ? list[0] : undefined;
}

function isMail(
  mail: Record<keyof Omit<Message, 'id' | 'received'>, unknown>,
): mail is Omit<Message, 'id' | 'received'> {
  return Object.values(mail).every((part) => typeof part === 'string');
}
