/**
 * Outgoing mail: the domain that SES signs for, and what becomes of each mail. Opens and clicks are not tracked: a
 * tracked link leads through SES, and our links are tickets. TLS is required for the same reason: a mail server
 * without it gets no ticket, and the request shows that the approver was not reached.
 */
import { ArnFormat, CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus, type EventPattern } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  MailFromBehaviorOnMxFailure,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { nameOf } from './names.ts';

export interface BrokerMailProps {
  readonly environment: string;
  /** Mails come from `sender@domain`. */
  readonly domain: string;
  readonly sender: string;
}

/** Until somebody has put its DNS records in place (outputs of the stack), SES sends nothing. */
export class BrokerMail extends Construct {
  readonly address: string;
  readonly identityArn: string;
  readonly configurationSetArn: string;
  /** What SES reports about mails of this deployment; other mails of the account are none of its business. */
  readonly reports: EventPattern;

  constructor(scope: Construct, id: string, { environment, domain, sender }: BrokerMailProps) {
    super(scope, id);
    const configurationSetName = nameOf(environment, 'mail');
    const configurationSet = new ConfigurationSet(this, 'configuration-set', {
      configurationSetName,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
    });
    // SES takes the default bus and no other.
    configurationSet.addEventDestination('reports', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'default-bus', 'default')),
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.REJECT,
      ],
    });
    const identity = new EmailIdentity(this, 'identity', {
      identity: Identity.domain(domain),
      // As the identity's own set it holds for every mail, also for one that names none.
      configurationSet,
      mailFromDomain: `bounce.${domain}`,
      // Mail still goes out while that record is missing; DKIM keeps it aligned.
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
    });
    this.address = `${sender}@${domain}`;
    this.identityArn = identity.emailIdentityArn;
    this.configurationSetArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: configurationSetName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    this.reports = {
      source: ['aws.ses'],
      detail: { mail: { tags: { 'ses:configuration-set': [configurationSetName] } } },
    };
    this.#sayRecords(identity, domain);
  }

  /** The zone is the hospital's; the stack only says what has to stand in it. */
  #sayRecords(identity: EmailIdentity, domain: string): void {
    for (const [index, { name, value }] of identity.dkimRecords.entries()) {
      new CfnOutput(this, `Dkim${index + 1}`, { value: `${name} CNAME ${value}`, description: 'DNS record' });
    }
    const { region } = Stack.of(this);
    const records = [
      `bounce.${domain} MX 10 feedback-smtp.${region}.amazonses.com`,
      `bounce.${domain} TXT "v=spf1 include:amazonses.com -all"`,
    ];
    for (const [index, value] of records.entries()) {
      new CfnOutput(this, `MailFrom${index + 1}`, { value, description: 'DNS record' });
    }
  }
}
