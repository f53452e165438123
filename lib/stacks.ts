/** The two stacks of a deployment, from its settings: what is kept, and what can be made anew at any time. */
import { type App, Stack, Tags } from 'aws-cdk-lib';
import { WardkeyBroker } from './broker.ts';
import type { CodeOf } from './functions.ts';
import type { Settings } from './settings.ts';
import { BrokerState } from './state.ts';

export interface Stacks {
  readonly state: Stack;
  readonly broker: Stack;
}

/** `WardkeyState` and `WardkeyBroker` with the environment's name behind, so that one account can hold several. */
export function addStacks(app: App, settings: Settings, code: CodeOf): Stacks {
  const { environment, hospitals, existingKeys, signIn } = settings;
  const kept = new Stack(app, `WardkeyState-${environment}`, {
    description: 'Wardkey: tables, keys and people. Retained when the stack is deleted.',
    terminationProtection: true,
  });
  const state = new BrokerState(kept, 'state', {
    environment,
    hospitals,
    existingKeys,
    ...(signIn.cognito && { signInCallbacks: callbacksOf(settings) }),
  });
  const made = new Stack(app, `WardkeyBroker-${environment}`, {
    description: 'Wardkey: functions and API. Holds nothing that a new deployment would not make again.',
  });
  new WardkeyBroker(made, 'broker', {
    state,
    code,
    mail: settings.mail,
    domain: settings.domain,
    alarmEmail: settings.alarmEmail,
    logRetention: settings.logDays,
    coolDownMinutes: settings.coolDownMinutes,
    throttle: settings.throttle,
  });
  for (const stack of [kept, made]) Tags.of(stack).add('wardkey:environment', environment);
  return { state: kept, broker: made };
}

/**
 * Where people may be sent back to. The pages' own address is known here only if it is a domain of your own: the one that API
 * Gateway gives comes with the other stack, and is written into the settings for the next deployment.
 */
function callbacksOf({ domain, signIn }: Settings): readonly string[] {
  const own = domain ? [`https://${domain.name}/signed-in`] : [];
  return [...new Set([...signIn.callbacks, ...own])];
}
