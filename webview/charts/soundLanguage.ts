// uPlot formats numbers in the language of the browser as soon as it is loaded. Chromium on a Linux without a locale calls that
// language "en-US@posix", which is none, and the whole page would stay empty. To be imported before uPlot.
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en-US" });
}
