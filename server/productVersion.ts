/** What package.json has; the manifest as a whole would be the largest part of some bundles. */
export const PRODUCT_VERSION = "0.1.0";
