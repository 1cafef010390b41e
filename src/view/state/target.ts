/** Several processes that a command is for. */
export type Target = { readonly kind: 'marked' } | { readonly kind: 'all' } | { readonly kind: 'group'; readonly group: string };

/** What is said of those that the filter keeps out; nothing where there are none. */
export function hiddenWords(hidden: number): readonly string[] {
  return hidden === 0 ? [] : [`${hidden} filtered out ${hidden === 1 ? 'is' : 'are'} left alone`];
}
