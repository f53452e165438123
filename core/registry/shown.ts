/**
 * Rows of the registry as they are shown. They hold no secret but name the keys of this account: where a private half can be
 * used is nobody's business outside, so ARNs are left out, at whatever depth they stand.
 */
const LEFT_OUT: readonly string[] = Object.freeze(['arn']);

/** `row` without what is not shown; everything else as it is. */
export function shown(row: unknown): unknown {
  if (Array.isArray(row)) return row.map(shown);
  if (typeof row !== 'object' || row === null) return row;
  const members = Object.entries(row).filter(([name]) => !LEFT_OUT.includes(name));
  return Object.fromEntries(members.map(([name, value]) => [name, shown(value)]));
}
