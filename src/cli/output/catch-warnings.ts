/**
 * Takes the warnings of Node, and of libraries, which it would print across the screen.
 * @param take gets each as one line
 */
export function catchWarnings(take: (text: string) => void): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => take(`${name}: ${message}`));
}
