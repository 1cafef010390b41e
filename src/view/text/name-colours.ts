const colours = [36, 33, 35, 32, 34, 96, 93, 95, 92, 94];

/** The SGR number of the colour of the name that is at `index` among all names. */
export function nameColour(index: number): number {
  return colours[Math.max(0, index) % colours.length]!;
}
