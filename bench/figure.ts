/** What a bench finds. */
export interface Figure {
  readonly name: string;
  /** Ours to 1 of what it is measured against; smaller is better. */
  readonly ratio: number;
  readonly target: number;
  readonly against: string;
  readonly rounds: number;
  /** Microseconds of each side, medians; they belong to the machine, the ratio less so. */
  readonly micros: Readonly<Record<string, number>>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
