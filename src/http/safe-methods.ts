/** RFC 9110, section 9.2.1: those of ours that change nothing. */
export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
