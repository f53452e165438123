/**
 * A running broker whose functions are run beside it, so that each of their calls to AWS is counted on the wire. Issuers
 * and public keys are known once a function has answered, as in a container that is in use.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Broker, Scene, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { startFunctions } from '../../local/functions.ts';
import { clockRoute, startGateway } from '../../local/gateway.ts';
import { newClock } from '../../local/moved-clock.ts';
import { SESSION_SECRET_ARN, startSecrets } from '../../local/secrets.ts';
import { openSlackSecrets, SLACK_SECRETS } from '../../local/slack/secrets.ts';
import { WORKSPACES } from '../../local/slack/workspaces.ts';
import { LOCAL_CLIENT, PREFIX, tableEnvironment } from '../../local/tables.ts';
import { LOCAL_TOKEN_KEYS } from '../../local/token-keys.ts';
import { type Stores, storesAt } from '../contracts/store-harness.ts';
import { Browser } from './browser.ts';
import { type RecordedCall, startRecordingProxy } from './recording-proxy.ts';
import { scratchDirectory } from './stand-in.ts';

const DELAY_MS = 60;

export interface CountedBroker {
  /** Reaches the counted functions. */
  readonly scene: Scene;
  /** The broker's own tables, read and written beside it. */
  readonly stores: Stores;
  /** Of the counted gateway. */
  readonly api: string;
  /** Signed in at the broker itself; its cookie counts at the counted functions too. */
  browser(login: string, organisation: string): Promise<Browser>;
  /** The calls of one act, after those before it were forgotten. */
  callsOf(act: () => Promise<unknown>): Promise<readonly RecordedCall[]>;
  stop(): Promise<void>;
}

/** Time passes for the counted functions and for the broker itself: its issuers and its sweeper are part of the scene. */
class CountedScene extends Scene {
  readonly #own: Scene;

  constructor(broker: Broker, api: string) {
    super({ ...broker, addresses: { ...broker.addresses, api } });
    this.#own = new Scene(broker);
  }

  override async skip(seconds: number): Promise<void> {
    await this.#own.skip(seconds);
    await super.skip(seconds);
  }
}

/** @param delay of each call, so that calls side by side and calls in series can be told apart */
export async function runCountedBroker(delay = DELAY_MS): Promise<CountedBroker> {
  const home = scratchDirectory();
  const broker = await startBroker(home);
  const dynamodb = await startRecordingProxy(broker.addresses.dynamodb, delay);
  const kms = await startRecordingProxy(broker.addresses.kms, delay);
  const slack = openSlackSecrets(join(home, 'secrets'), WORKSPACES);
  const secrets = await startSecrets({ file: join(home, 'secrets', 'session.json'), textOf: slack.textOf });
  const clock = newClock();
  const functions = startFunctions({
    settings: {
      ...tableEnvironment(PREFIX),
      CREDENTIAL_KEY_ARN: readFileSync(join(home, 'credential-key'), 'utf8'),
      BASE_URL: broker.addresses.api,
      SESSION_SECRET_ARN,
      SLACK_SECRETS,
      MAIL_FROM: 'Wardkey <access@wardkey.example>',
      COOL_DOWN_SECONDS: '3600',
      ENVIRONMENT_NAME: LOCAL_TOKEN_KEYS.environment,
      TOKEN_KEY_POLICY: LOCAL_TOKEN_KEYS.policy,
    },
    surroundings: {
      AWS_REGION: LOCAL_CLIENT.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_KMS: kms.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
      SLACK_API_URL: `${broker.addresses.slack}/api/`,
      SLACK_HOOKS_URL: `${broker.addresses.slack}/`,
    },
    clock,
    bundles: join(home, 'functions'),
    log: join(home, 'counted.log'),
  });
  const gateway = await startGateway(0, functions, clockRoute(clock));
  const stores = storesAt(broker.addresses.dynamodb, PREFIX);
  const scene = new CountedScene(broker, gateway.endpoint);
  return {
    scene,
    stores,
    api: gateway.endpoint,
    browser: async (login, organisation) => {
      const browser = new Browser();
      await browser.signIn(broker.addresses.api, scene.member(login, organisation));
      return browser;
    },
    callsOf: async (act) => {
      dynamodb.take();
      kms.take();
      await act();
      return [...dynamodb.take(), ...kms.take()];
    },
    stop: async () => {
      stores.client.destroy();
      await gateway.close();
      await functions.stop();
      await Promise.all([dynamodb.close(), kms.close(), secrets.close()]);
      await stopBroker(broker);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
