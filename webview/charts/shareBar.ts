import { svg } from "../elements/dom.ts";

/** A bar for a share of one, 0..1; the number stands beside it, so it says nothing to screen readers. */
export function shareBar(share: number, className = ""): SVGSVGElement {
  const width = Number.isFinite(share) ? 100 * Math.min(1, Math.max(0, share)) : 0;
  return svg(
    "svg",
    { class: `share ${className}`, viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "share-all", x: 0, y: 0, width: 100, height: 8 }),
    svg("rect", { class: "share-part", x: 0, y: 0, width, height: 8 }),
  );
}
