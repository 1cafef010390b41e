import type { Notification } from '../policy/process/attention.js';

/** How the user is notified outside of the screen. */
export interface NotifyBy {
  /** The terminal's bell. */
  readonly bell: boolean;
  /** A notification on the desktop. */
  readonly desktop: boolean;
}

/** Notifies the user outside of the screen. Nothing of it throws. */
export interface Notifier {
  notify(notification: Notification, by: NotifyBy): void;
  /** Puts a text into the title of the terminal's window. */
  setTitle(text: string): void;
  /** Gives the window its title back. */
  close(): void;
}
