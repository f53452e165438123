/** The contract of the Mailer port, run through the real SES client against the local mailbox. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MailFault, sesMailer } from '../../adapters/aws/ses.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { startMailbox } from '../../local/ses.ts';
import { planFailure, scratchDirectory, spawnServer } from '../support/stand-in.ts';

const MAIL = {
  to: 'ada@north.example',
  subject: 'Tim Ødegård asks for access to Pump 7',
  text: 'Decide at https://wardkey.example/d/abc',
  html: '<p style="color:#123">Decide <a href="https://wardkey.example/d/abc">here</a></p><script>alert(1)</script>',
};
const FROM = 'Wardkey <no-reply@wardkey.example>';

const clientOf = (endpoint: string, maxAttempts = 1) =>
  new SESv2Client({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts,
    requestHandler: { requestTimeout: 1_000, throwOnRequestTimeout: true },
  });
const mailerOf = (client: SESv2Client) => sesMailer(client, { from: FROM, configurationSet: 'wardkey' });

let mailbox: LoopbackServer;
let client: SESv2Client;

beforeAll(async () => {
  mailbox = await startMailbox({ dataDir: scratchDirectory() });
  client = clientOf(mailbox.endpoint);
});
afterAll(async () => {
  client.destroy();
  await mailbox.close();
});

const inbox = async (endpoint: string, to: string): Promise<Record<string, unknown>[]> =>
  (await fetch(`${endpoint}/messages.json?to=${encodeURIComponent(to)}`)).json() as Promise<Record<string, unknown>[]>;

/** What became of a mail: how it was taken, or `again`. */
async function outcomeOf(to: string): Promise<unknown> {
  try {
    return await mailerOf(client).send({ ...MAIL, to });
  } catch (error) {
    if (!(error instanceof MailFault)) throw error;
    return 'again';
  }
}

describe('send', () => {
  test('is accepted with the id under which the mail lies in the inbox, unchanged', async () => {
    const taken = await mailerOf(client).send(MAIL);
    const [kept, ...others] = await inbox(mailbox.endpoint, MAIL.to);
    expect(kept).toMatchObject({ ...MAIL, from: FROM, id: 'accepted' in taken && taken.accepted });
    expect(others).toEqual([]);
  });

  test.each([
    ['rejected', { rejected: 'address' }],
    ['suspended', { rejected: 'account' }],
    ['paused', { rejected: 'account' }],
    ['unverified', { rejected: 'account' }],
    ['throttle', 'again'],
    ['limit', 'again'],
    ['internal', 'again'],
    ['delay', 'again'],
    ['reset', 'again'],
  ])('on %s ends as %j, and nothing was sent', async (mode, outcome) => {
    await planFailure(mailbox.endpoint, 'SendEmail', mode, 1);
    expect(await outcomeOf(`${mode}@north.example`)).toEqual(outcome);
    if (mode !== 'delay') expect(await inbox(mailbox.endpoint, `${mode}@north.example`)).toEqual([]);
  });

  test.each([
    ['nobody', ''],
    ['no domain', 'ada'],
    ['two people', 'ada@north.example, eve@evil.example'],
    ['a line end', 'ada@north.example\r\nBcc: eve@evil.example'],
  ])('to %s is rejected for its address', async (_name, to) => {
    expect(await outcomeOf(to)).toEqual({ rejected: 'address' });
  });

  test('whose answer was lost may be tried again: twice in the inbox, never none', async () => {
    await planFailure(mailbox.endpoint, 'SendEmail', 'lost-answer', 1);
    expect(await outcomeOf('lost@north.example')).toBe('again');
    await outcomeOf('lost@north.example');
    expect(await inbox(mailbox.endpoint, 'lost@north.example')).toHaveLength(2);
  });

  test("rides out a throttled call by the SDK's own retries", async () => {
    const patient = clientOf(mailbox.endpoint, 3);
    await planFailure(mailbox.endpoint, 'SendEmail', 'throttle', 1);
    await expect(mailerOf(patient).send(MAIL)).resolves.toHaveProperty('accepted');
    patient.destroy();
  });

  test('keeps the address out of what may be logged', async () => {
    await planFailure(mailbox.endpoint, 'SendEmail', 'throttle', 1);
    await expect(mailerOf(client).send(MAIL)).rejects.toMatchObject({ message: 'TooManyRequestsException' });
  });
});

describe('the mailbox', () => {
  test('loses no accepted mail to kill -9, and drops a line that was cut', async () => {
    const dataDir = scratchDirectory();
    const first = await spawnServer<LoopbackServer>('local/ses.ts', 'startMailbox', { dataDir });
    const before = clientOf(first.endpoint);
    await mailerOf(before).send(MAIL);
    await first.kill();
    appendFileSync(join(dataDir, 'messages.jsonl'), '{"id":"half');

    const second = await spawnServer<LoopbackServer>('local/ses.ts', 'startMailbox', { dataDir });
    await mailerOf(clientOf(second.endpoint)).send({ ...MAIL, subject: 'second' });
    expect((await inbox(second.endpoint, MAIL.to)).map(({ subject }) => subject)).toEqual([MAIL.subject, 'second']);
    await second.kill();
  });

  test('shows a mail in a frame that may run, post and fetch nothing', async () => {
    const [message] = await inbox(mailbox.endpoint, MAIL.to);
    const address = `${mailbox.endpoint}/messages/${message?.['id']}`;
    const [page, mail] = [await fetch(address), await fetch(`${address}/html`)];
    const html = await page.text();
    expect(html).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(html).not.toContain('<script');
    expect(await mail.text()).toContain(MAIL.html);
    expect(mail.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*form-action 'none'; sandbox /);
  });

  test('escapes what mails bring into the list', async () => {
    await mailerOf(client).send({ ...MAIL, subject: '<img src=x onerror=alert(1)>' });
    const page = await (await fetch(mailbox.endpoint)).text();
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toContain('<img');
  });

  test('shows one person’s mails, with what was reported of each and the addresses in their text as links', async () => {
    const to = 'links@north.example';
    await planFailure(mailbox.endpoint, 'SendEmail', 'bounce', 1);
    await mailerOf(client).send({
      ...MAIL,
      to,
      text: 'Open http://127.0.0.1:1/decide/x?choice=approve. <b>javascript:1</b>',
    });
    const list = await (await fetch(`${mailbox.endpoint}/?${new URLSearchParams({ to })}`)).text();
    expect(list).toContain('✗ Bounced');
    expect(list.match(/href="\/messages\//g)).toHaveLength(1);
    const [message] = await inbox(mailbox.endpoint, to);
    const page = await (await fetch(`${mailbox.endpoint}/messages/${message?.['id']}`)).text();
    expect(page).toContain(
      '<a class="govuk-link" href="http://127.0.0.1:1/decide/x?choice=approve">http://127.0.0.1:1/decide/x?choice=approve</a>. &lt;b&gt;javascript:1',
    );
    expect(page).toContain('✗ Bounced');
  });
});
