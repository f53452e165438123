/** What the simulator has told, line by line: said before it happens, then what was found. */
import type { Step, Told } from '../demo/telling.ts';

export interface Line {
  readonly says: string;
  readonly state: 'doing' | 'done' | 'failed';
  /** What is worth showing of the outcome. */
  readonly found: string;
}

/** Tells one story at a time. */
export class Lines {
  #lines: Line[] = [];

  all(): readonly Line[] {
    return this.#lines;
  }

  begin(): void {
    this.#lines = [];
  }

  /** @returns whether it went as it says */
  async tell({ says, run }: Step): Promise<boolean> {
    const at = this.#lines.push({ says, state: 'doing', found: '' }) - 1;
    const { ok, shows } = await run().catch(failed);
    this.#lines[at] = { says, state: ok ? 'done' : 'failed', found: wordsOf(shows) };
    return ok;
  }
}

/** A step that throws did not go as it says. */
function failed(error: unknown): Told {
  return { ok: false, shows: { error: error instanceof Error ? error.message : String(error) } };
}

function wordsOf(shows: Told['shows']): string {
  const parts = Object.entries(shows).filter(([, value]) => value !== undefined);
  return parts.map(([name, value]) => (name === 'says' ? String(value) : `${name} ${String(value)}`)).join(' · ');
}
