/** Who and what is on the simulator's stage: the demo's people, and devices of each class with another one to mistake each for. */
import { DEVICES } from '../seed/devices.ts';
import { MODELS, modelIdOf } from '../seed/models.ts';

/** The technician on the phone. */
export const TECHNICIAN = Object.freeze({ login: 'j.osei', organisation: 'medserv' });
/** Whose inbox can be looked at: who decides at the hospital of the devices. The first is asked first. */
export const APPROVERS: readonly string[] = Object.freeze(['d.okafor', 'p.lindqvist', 'm.chen', 's.patel']);
export const HOSPITAL = 'st-marys';

export interface Prop {
  readonly code: string;
  readonly id: string;
  /** "Ventilator VX-7 #001234". */
  readonly name: string;
  readonly unit: string;
  /** What a token for it is shown to by mistake. */
  readonly other: string;
  /** Class C: without a clock to trust, it goes by a challenge of its own. */
  readonly isTimeless: boolean;
}

/** Sticker codes: ventilator (class B, with a release code), monitor (A), pump (C, with a challenge), and the sister. */
const ON_STAGE: readonly (readonly [code: string, other: string])[] = Object.freeze([
  ['7F3K-29QX', 'C9RT-4MWB'],
  ['M3XG-5JDA', 'C9RT-4MWB'],
  ['4HKD-8WQ3', 'C9RT-4MWB'],
  ['C9RT-4MWB', '7F3K-29QX'],
]);

export const PROPS: readonly Prop[] = Object.freeze(ON_STAGE.map(propOf));

/** The prop with the sticker `code`; the first one for any other. */
export function propAt(code: string | undefined): Prop {
  const found = PROPS.find((one) => one.code === code) ?? PROPS[0];
  if (!found) throw new Error('an empty stage');
  return found;
}

function propOf([code, other]: readonly [string, string]): Prop {
  const row = DEVICES.find((device) => device[3] === code);
  if (!row) throw new Error(`no device has the sticker ${code}`);
  const [, model, serial, , , unit] = row;
  const { kind, class: kindOfClock } = MODELS[model];
  const name = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${model} #${serial}`;
  return { code, id: `${modelIdOf(model)}/21/${serial}`, name, unit, other, isTimeless: kindOfClock === 'C' };
}
