import type { Toast } from './toasts.js';
import { initialUiState, type UiState } from './ui.js';

/** The greeting of a user who sees the dashboard of a project for the first time, until the first key. */
export const greeting: Toast = {
  about: 'greeting',
  text: '{help.open} shows what every key does; {quit} quits and stops everything',
  tone: 'key',
  until: Infinity,
};

/** The screen as it opens for the first time. */
export const greetingUiState: UiState = { ...initialUiState, toasts: [greeting] };
