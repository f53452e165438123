/** Asking for access in Slack: the device, then what and why, then who is asked. The same questions as on the pages. */
import type { SlackBlock, SlackView } from '../../core/slack-ports.ts';
import type { DeviceWords } from '../asking/parts.ts';
import type { WhatView } from '../asking/what-page.ts';
import { ACTIVITY, CLINICAL, CONTROLS, MINUTES, REASON, WORK_ORDER } from '../asking/words.ts';
import { symbolOf } from '../components/state-tag.ts';
import { MAX_REASON } from '../decision-words.ts';
import { DIALOGS, scopesBlock } from './actions.ts';
import { checkboxes, fact, inTens, link, radios, select, sentence, textField } from './blocks.ts';
import { dialog } from './dialog.ts';

const TITLE = 'Ask for access';

/** Which device? */
export function deviceDialog(): SlackView {
  return dialog({
    title: TITLE,
    sends: { as: DIALOGS.device, note: {}, says: 'Continue' },
    blocks: [
      textField({
        name: 'device',
        label: 'Device',
        hint: 'The code on its sticker, its asset tag, or the UDI of its label.',
        max: 512,
        isNeeded: true,
      }),
    ],
  });
}

export interface AskView extends Pick<WhatView, 'groups' | 'closed' | 'lengths'> {
  readonly device: DeviceWords;
  readonly activities: readonly { readonly name: string; readonly says: string }[];
  /** What makes up for support that is limited may have to be attested. */
  readonly asksControls: boolean;
}

/** What, how long and why. */
export function askDialog(view: AskView): SlackView {
  const { device, groups, lengths, activities } = view;
  const about = sentence(`${device.name} #${device.serial}, ${device.unit}, ${device.hospital}.`);
  if (groups.length === 0) return dialog({ title: TITLE, blocks: [about, ...notPossible(view)] });
  return dialog({
    title: TITLE,
    sends: { as: DIALOGS.ask, note: { device: device.code }, says: 'Send my request' },
    blocks: [
      about,
      ...scopeFields(groups),
      select({
        name: 'minutes',
        ...MINUTES,
        isNeeded: true,
        choices: lengths.map(({ minutes, says }) => ({ value: String(minutes), says })),
      }),
      textField({ name: 'workOrder', label: WORK_ORDER, max: 40, isNeeded: true }),
      radios({
        name: 'activity',
        label: ACTIVITY,
        isNeeded: true,
        choices: activities.map(({ name, says }) => ({ value: name, says })),
      }),
      textField({
        name: 'reason',
        ...REASON,
        max: MAX_REASON,
        isLong: true,
        isNeeded: true,
      }),
      declared('notInClinicalUse', CLINICAL),
      ...(view.asksControls ? [declared('compensatingControls', CONTROLS)] : []),
      ...notPossible(view),
    ],
  });
}

/** A tier after the other, each in elements of ten. */
function scopeFields(groups: AskView['groups']): readonly SlackBlock[] {
  const parts = groups.flatMap(({ tier, says, demands, scopes }) =>
    inTens(scopes).map((some) => ({ label: `${tier}: ${says}`, hint: demands, some })),
  );
  return parts.map(({ label, hint, some }, at) =>
    checkboxes({
      name: scopesBlock(at),
      label,
      hint,
      choices: some.map(({ name, says }) => ({ value: name, says, more: name })),
    }),
  );
}

function notPossible({ closed }: AskView): readonly SlackBlock[] {
  return closed.map(({ why, scopes }) =>
    sentence(`Not possible: ${scopes.map(({ says }) => says).join(', ')}. ${why}`),
  );
}

function declared(name: string, { label, hint, says }: typeof CLINICAL): SlackBlock {
  return checkboxes({ name, label, hint, choices: [{ value: 'yes', says }] });
}

export interface AskedView {
  readonly reference: string;
  readonly hospital: string;
  /** The roles of those who are asked: no names, as who is on call is the hospital's to tell. */
  readonly asked: readonly string[];
  readonly decideBy: string;
  readonly facts: readonly { readonly label: string; readonly words: string }[];
  readonly address: string;
}

/** What was sent, and to whom. */
export function askedDialog({ reference, hospital, asked, decideBy, facts, address }: AskedView): SlackView {
  const people = asked.length === 1 ? '1 person is asked' : `${asked.length} people are asked`;
  return dialog({
    title: `Request ${reference}`,
    blocks: [
      sentence(`${symbolOf('pending')} Waiting at ${hospital}: ${people}, as ${[...new Set(asked)].join('; ')}.`),
      sentence(`Undecided, the request dies at ${decideBy}.`),
      ...facts.map(fact),
      link(address, 'Open in browser'),
    ],
  });
}
