/** What the person has chosen of the logs. */
export interface LogChoices {
  /** For each log that does not follow its end, the sequence number of the line at the top. */
  readonly anchors: ReadonlyMap<string, number>;
  /** The first column of the text that is seen. */
  readonly offset: number;
}

/** Every log at its end, from the first column. */
export const initialLogChoices: LogChoices = { anchors: new Map(), offset: 0 };

/** What can change of the logs. */
export type LogAction =
  /** Undefined follows the end of the log. */
  | { readonly type: 'anchor'; readonly name: string; readonly anchor: number | undefined }
  | { readonly type: 'shift'; readonly columns: number };

/** The choices after `action`; the same object where nothing changes. */
export function reduceLog(choices: LogChoices, action: LogAction): LogChoices {
  switch (action.type) {
    case 'anchor':
      if (action.anchor === choices.anchors.get(action.name)) return choices;
      return { ...choices, anchors: anchored(choices.anchors, action) };
    case 'shift':
      return { ...choices, offset: Math.max(0, choices.offset + action.columns) };
  }
}

function anchored(before: LogChoices['anchors'], { name, anchor }: LogAction & { type: 'anchor' }): LogChoices['anchors'] {
  const anchors = new Map(before);
  if (anchor === undefined) anchors.delete(name);
  else anchors.set(name, anchor);
  return anchors;
}
