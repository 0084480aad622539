/** What can be told of something that was thrown. */
export interface ErrorSignals {
  name: string;
  code?: string;
  message: string;
}

/** Reads the signals of a thrown value by its shape: an error of another realm is no `instanceof Error`. */
export function errorSignals(thrown: unknown): ErrorSignals {
  if (typeof thrown !== 'object' || thrown === null) return { name: '', message: '' };
  const { name, code, message } = thrown as Partial<Record<keyof ErrorSignals, unknown>>;
  return {
    name: typeof name === 'string' ? name : '',
    code: typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' ? message : '',
  };
}
