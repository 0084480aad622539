/** The tags of a page, without the values of their attributes: what is text only is in none of them. */
export function tagsOf(html: string): string[] {
  return html.replaceAll(/"[^"]*"/g, '""').match(/<[a-z][^>]*>/gi) ?? [];
}

/** Those that run something, bring their own style, or have no place in a page of ours. */
export function hostileTagsIn(html: string): string[] {
  return tagsOf(html).filter(
    (tag) => /^<(?:img|style|iframe|object|embed|b|textarea)\b/i.test(tag) || /\s(?:on\w+|style)=/i.test(tag),
  );
}

/** Scripts that do not come from an address of ours. */
export function foreignScriptsIn(html: string): string[] {
  return (html.match(/<script[^>]*>/gi) ?? []).filter(
    (tag) => !/^<script src="\/assets\/[^"]*" defer>$/.test(tag),
  );
}
