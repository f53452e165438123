/**
 * The broker as one construct, for a stack of ours or of somebody else's CDK app: functions, API, mail and what wakes
 * them. Whatever must outlive it stands in a BrokerState, in another stack, so that this one can be deleted and made
 * anew.
 */
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { BrokerAlarms } from './alarms.ts';
import { BrokerDashboard } from './dashboard.ts';
import { BrokerFunctions, type CodeOf } from './functions.ts';
import { statementsFor } from './grants.ts';
import { GuardChanges } from './guard-changes.ts';
import { BrokerApi, type ServeThrottle } from './http-api.ts';
import { BrokerMail } from './mail.ts';
import { nameOf } from './names.ts';
import type { BrokerState } from './state.ts';
import { tokenKeyEnvironment } from './token-keys.ts';
import { BrokerWakers } from './wakers.ts';

export interface WardkeyBrokerProps {
  /** Tables and keys. The names of roles and functions carry its environment. */
  readonly state: BrokerState;
  /** The bundles: `bundlesIn('dist/functions')` after `npm run build`. */
  readonly code: CodeOf;
  /** Mails come from `sender@domain`; SES signs for the domain once its DNS records stand. */
  readonly mail: { readonly domain: string; readonly sender: string };
  /** The broker's own address, with a certificate of this region. Absent: the one that API Gateway gives. */
  readonly domain?: { readonly name: string; readonly certificateArn: string } | undefined;
  /** Who is mailed when something failed for good. Absent: alarms are only seen in CloudWatch. */
  readonly alarmEmail?: string | undefined;
  /** How long function and access logs are kept. Absent: three months. */
  readonly logRetention?: RetentionDays;
  /** How long a confirmed change of the registry waits before it is in force (R18). Absent: an hour. */
  readonly coolDownMinutes?: number;
  /** Limits of each route, for all its callers together. */
  readonly throttle: ServeThrottle;
}

/** All that serves a deployment: it keeps nothing, and may be deleted and made anew beside its {@link BrokerState}. */
export class WardkeyBroker extends Construct {
  /** Where it is reached, `https://...` without a slash at its end. */
  readonly baseUrl: string;
  readonly alarms: BrokerAlarms;

  constructor(scope: Construct, id: string, props: WardkeyBrokerProps) {
    super(scope, id);
    const { state, code, logRetention = RetentionDays.THREE_MONTHS, coolDownMinutes = 60 } = props;
    const { environment, tables } = state;
    const mail = new BrokerMail(this, 'mail', { environment, ...props.mail });
    const api = new BrokerApi(this, 'http', { environment, domain: props.domain });
    const wakers = new BrokerWakers(this, 'wakers', { state, mail });
    const { byName: functions } = new BrokerFunctions(this, 'functions', {
      environment,
      code,
      logRetention,
      values: {
        EVENTS_TABLE: tables.events.tableName,
        STATE_TABLE: tables.state.tableName,
        REGISTRY_TABLE: tables.registry.tableName,
        CREDENTIALS_TABLE: tables.credentials.tableName,
        CREDENTIAL_KEY_ARN: state.credentialKey.keyArn,
        SESSION_SECRET_ARN: state.sessionSecret.secretArn,
        SLACK_SECRETS: nameOf(environment, 'slack-'),
        MAIL_FROM: mail.address,
        BASE_URL: api.baseUrl,
        COOL_DOWN_SECONDS: String(coolDownMinutes * 60),
        ...tokenKeyEnvironment(this, environment),
      },
      statements: (name) => [...statementsFor(this, name, { state, mail }), ...wakers.statementsFor(name)],
    });
    api.serve(functions, props.throttle, logRetention);
    wakers.wake(functions);
    const watched = { api: api.api, failures: wakers.failures, functions };
    this.alarms = new BrokerAlarms(this, 'alarms', { environment, email: props.alarmEmail, ...watched });
    new BrokerDashboard(this, 'dashboard', { environment, ...watched });
    new GuardChanges(this, 'guard-changes', { state, topic: this.alarms.topic });
    this.baseUrl = api.baseUrl;
  }
}
