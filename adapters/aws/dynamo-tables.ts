/** The names of the tables (architecture 4), as the environment gives them to a function. */

export interface Tables {
  readonly events: string;
  readonly state: string;
  readonly registry: string;
  readonly credentials: string;
}

/** @throws Error that names the variable which is not set */
export function tablesFrom(environment: Readonly<Record<string, string | undefined>>): Tables {
  const named = (variable: string): string => {
    const name = environment[variable];
    if (!name) throw new Error(`${variable} is not set`);
    return name;
  };
  return {
    events: named('EVENTS_TABLE'),
    state: named('STATE_TABLE'),
    registry: named('REGISTRY_TABLE'),
    credentials: named('CREDENTIALS_TABLE'),
  };
}
