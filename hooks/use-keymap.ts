import { createContext, useContext } from 'react';
import { type Keymap, standardKeymap } from '../src/view/commands/keymap.js';

/** Which key does what. */
export const KeymapContext = createContext<Keymap>(standardKeymap);

/** The keys of the dashboard; those without the user's changes outside of it. */
export function useKeymap(): Keymap {
  return useContext(KeymapContext);
}
