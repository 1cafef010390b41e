/** Several processes that a command is for. */
export type Target = { readonly kind: 'marked' } | { readonly kind: 'all' } | { readonly kind: 'group'; readonly group: string };
