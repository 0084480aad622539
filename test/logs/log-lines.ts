import { COMMON_FIELDS, LOG_EVENTS, type LogEventName } from '../../src/logging/log-events';

/** A line of the service's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event: LogEventName };

/** The lines among what a process has written; the one that says where it listens is for people. */
export function linesIn(output: string): LogLine[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** What is wrong with a line, by the vocabulary. */
export function faultsOf(line: LogLine): string[] {
  const { event, level, message } = line;
  if (!Object.hasOwn(LOG_EVENTS, event))
    return [`${event} is not in the vocabulary: ${JSON.stringify(line)}`];
  const known = LOG_EVENTS[event];
  const fields = new Set<string>([...COMMON_FIELDS, ...known.fields]);
  return [
    ...Object.keys(line)
      .filter((field) => !fields.has(field))
      .map((field) => `${event} has no field ${field}`),
    ...((known.levels as readonly unknown[]).includes(level)
      ? []
      : [`${event} is not of level ${String(level)}`]),
    ...(typeof message === 'string' && message !== '' ? [] : [`${event} has no message`]),
    ...(typeof line['time'] === 'number' ? [] : [`${event} has no time`]),
  ];
}
