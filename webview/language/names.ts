import { isSentence, type Say } from "./sentences.ts";

/** What the server's names are called. Names that we do not know are shown as they are. */
function nameOf(say: Say, group: string, name: string): string {
  const key = `${group}_${name}`;
  return isSentence(key) ? say(key) : name;
}

export const stageName = (say: Say, stage: string): string => nameOf(say, "stage", stage);
export const baselineName = (say: Say, name: string): string => nameOf(say, "base", name);
export const lossName = (say: Say, name: string): string => nameOf(say, "loss", name);
export const reasonName = (say: Say, reason: string): string => nameOf(say, "left", reason);

/** What a stage does, in the field's terms; empty for one that we do not know. */
export function stageHint(say: Say, stage: string): string {
  const key = `hint_${stage}`;
  return isSentence(key) ? say(key) : "";
}
