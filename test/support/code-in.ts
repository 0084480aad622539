/** The code in the text of a mail. */
export function codeIn(text = ''): string {
  const code = /^ {4}(\d{8})\r?$/m.exec(text)?.[1];
  if (code === undefined) throw new Error('no code has come');
  return code;
}
