/** Whether a text is the address of something that a browser shows, in characters that can be printed. */
export function isWebUrl(text: string): boolean {
  return /^https?:\/\/[^\s\x00-\x1f\x7f-\x9f]+$/i.test(text) && URL.canParse(text);
}
