/**
 * The `Mailer` port over SES v2. What SES says decides what the caller does next: an accepted mail has an id, a mail
 * that will never be taken is said to be so (the approver is not reached and somebody must see that), and everything
 * else is thrown, so that the outbox row stays and is tried again. There is no retry on top of the SDK's own.
 */
import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Mail, Mailer } from '../../core/ports.ts';

/** SDK error name -> refused for good, and whose doing it is. A name that is missing may be tried again. */
const REJECTIONS = Object.freeze({
  MessageRejected: 'address',
  BadRequestException: 'address',
  AccountSuspendedException: 'account',
  SendingPausedException: 'account',
  MailFromDomainNotVerifiedException: 'account',
  /** The configuration set is not there: no mail of ours is taken until somebody makes it. */
  NotFoundException: 'account',
} as const);

type Rejection = (typeof REJECTIONS)[keyof typeof REJECTIONS];

/** A mail that was not taken now; the outbox tries again. Its message is the name of SES's error, never an address. */
export class MailFault extends Error {
  constructor(options: ErrorOptions) {
    super(options.cause instanceof Error ? options.cause.name : 'unknown', options);
    this.name = 'MailFault';
  }
}

/** Sends as `from`; `configurationSet` makes SES report bounces and complaints back (the delivery function). */
export function sesMailer(client: SESv2Client, sender: { from: string; configurationSet?: string }): Mailer {
  return {
    async send(mail) {
      try {
        const { MessageId } = await client.send(commandFor(mail, sender));
        // Without an id nothing that SES reports later could be matched to this mail.
        if (MessageId === undefined) throw new Error('no message id');
        return { accepted: MessageId };
      } catch (cause) {
        const rejected = rejectionFor(cause);
        if (rejected) return { rejected };
        throw new MailFault({ cause });
      }
    },
  };
}

function commandFor(mail: Mail, sender: { from: string; configurationSet?: string }): SendEmailCommand {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return new SendEmailCommand({
    FromEmailAddress: sender.from,
    ConfigurationSetName: sender.configurationSet,
    Destination: { ToAddresses: [mail.to] },
    Content: { Simple: { Subject: utf8(mail.subject), Body: { Text: utf8(mail.text), Html: utf8(mail.html) } } },
  });
}

function rejectionFor(error: unknown): Rejection | undefined {
  const name = error instanceof Error ? error.name : '';
  return Object.hasOwn(REJECTIONS, name) ? REJECTIONS[name as keyof typeof REJECTIONS] : undefined;
}
