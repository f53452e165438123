/** Reads settings out of JSON, one value at a time; what is wrong with any of them is kept, to be said all at once. */

/** What a text has to look like, and how that is said. */
export type Pattern = readonly [RegExp, wanted: string];

/** What it returns beside a complaint is never used. */
export class Reader {
  readonly complaints: string[] = [];
  readonly #places = new Map<string, string>();

  object(value: unknown, path: string, names: readonly string[]): Readonly<Record<string, unknown>> {
    if (value === undefined) return {};
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#complain(path, value, 'an object');
      return {};
    }
    for (const name of Object.keys(value)) {
      if (!names.includes(name)) this.complaints.push(`${path}.${name} is no setting; there are ${names.join(', ')}`);
    }
    return value as Record<string, unknown>;
  }

  text(value: unknown, path: string, [pattern, wanted]: Pattern, otherwise?: string): string {
    const text = value === undefined ? otherwise : value;
    if (typeof text === 'string' && pattern.test(text)) return text;
    this.#complain(path, value, wanted);
    return '';
  }

  /** A text that stands in one place only. */
  distinct(value: unknown, path: string, pattern: Pattern): string {
    const text = this.text(value, path, pattern);
    const other = this.#places.get(text);
    if (text !== '' && other !== undefined) this.complaints.push(`${path} is the same as ${other}; wanted another`);
    this.#places.set(text, path);
    return text;
  }

  list(value: unknown, path: string, pattern: Pattern, otherwise: readonly string[]): readonly string[] {
    if (value === undefined) return otherwise;
    if (!Array.isArray(value)) {
      this.#complain(path, value, 'a list');
      return [];
    }
    if (new Set(value).size < value.length) this.#complain(path, value, 'a list without doubles');
    return value.map((one: unknown, index) => this.text(one, `${path}[${index}]`, pattern));
  }

  oneOf(value: unknown, path: string, allowed: readonly number[], otherwise: number): number {
    const number = value ?? otherwise;
    if (typeof number === 'number' && allowed.includes(number)) return number;
    this.#complain(path, value, `one of ${allowed.join(', ')}`);
    return otherwise;
  }

  whole(value: unknown, path: string, otherwise: number): number {
    const number = value ?? otherwise;
    if (typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= 10_000) return number;
    this.#complain(path, value, 'a whole number from 1 to 10000');
    return otherwise;
  }

  flag(value: unknown, path: string, otherwise: boolean): boolean {
    const flag = value ?? otherwise;
    if (typeof flag === 'boolean') return flag;
    this.#complain(path, value, 'true or false');
    return otherwise;
  }

  #complain(path: string, value: unknown, wanted: string): void {
    this.complaints.push(`${path} is ${value === undefined ? 'missing' : JSON.stringify(value)}; wanted ${wanted}`);
  }
}
