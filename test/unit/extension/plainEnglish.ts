import type { Localizer } from "../../../extension/localizer.ts";

/** Fills in the values and translates nothing, as an editor in English does. */
export const plainEnglish: Localizer = {
  t: (message, ...values) => message.replace(/\{(\d+)\}/g, (_, i: string) => String(values[Number(i)])),
};
