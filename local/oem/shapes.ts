/**
 * Shapes of the files that people hand to the tool, so that a mistake is told by its place: `draft.json: keys[0].kid
 * must be …`. Closed: a member that nobody knows is a misspelling, and would otherwise be signed.
 */

/** Judges `value`, which stands at `at`. @throws Error that names the place and what should stand there */
export type Shape = (value: unknown, at: string) => void;

type Members = Readonly<Record<string, Shape>>;

export function text(pattern: RegExp, is: string): Shape {
  return (value, at) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new Error(`${at} must be ${is}`);
  };
}

export function oneOf(...allowed: readonly string[]): Shape {
  return (value, at) => {
    if (!allowed.some((one) => one === value)) throw new Error(`${at} must be one of ${allowed.join(', ')}`);
  };
}

export function whole(min: number): Shape {
  return (value, at) => {
    if (!Number.isSafeInteger(value) || Number(value) < min)
      throw new Error(`${at} must be a whole number from ${min}`);
  };
}

export const yesOrNo: Shape = (value, at) => {
  if (typeof value !== 'boolean') throw new Error(`${at} must be true or false`);
};

export function listOf(shape: Shape, min = 0): Shape {
  return (value, at) => {
    if (!Array.isArray(value) || value.length < min) throw new Error(`${at} must be a list of ${min} or more`);
    for (const [index, one] of value.entries()) shape(one, `${at}[${index}]`);
  };
}

/** Names to values of one shape. */
export function mapOf(shape: Shape): Shape {
  return (value, at) => {
    for (const [name, one] of Object.entries(objectAt(value, at))) shape(one, `${at}.${name}`);
  };
}

/** Exactly these members. */
export function closed(members: Members): Shape {
  return (value, at) => {
    const object = objectAt(value, at);
    const unknown = Object.keys(object).find((name) => !Object.hasOwn(members, name));
    if (unknown !== undefined) throw new Error(`${at}: ${JSON.stringify(unknown)} does not belong there`);
    const missing = Object.keys(members).find((name) => !Object.hasOwn(object, name));
    if (missing !== undefined) throw new Error(`${at}: ${JSON.stringify(missing)} is missing`);
    for (const [name, shape] of Object.entries(members)) shape(object[name], `${at}: ${name}`);
  };
}

function objectAt(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${at} must be an object`);
  return value as Record<string, unknown>;
}
