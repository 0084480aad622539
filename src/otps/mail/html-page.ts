/** The HTML of a mail. @param body of HTML, in which nothing is what somebody has typed */
export function htmlPage(title: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
  </head>
  <body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a">
${body.map((line) => `    ${line}\n`).join('')}  </body>
</html>
`;
}
