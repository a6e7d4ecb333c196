// All that is shown is made here: elements, attributes and text. Nothing is ever parsed as markup, so what a document is called cannot
// become any.

export type Child = Node | string | number | null | undefined | false | readonly Child[];

type Listener = (event: never) => void;
/** Attributes by name; a function under `onclick` and the like is a listener. Styles are the business of the style sheet. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | Listener>>;

/** An HTML element with attributes and children. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  return filled(document.createElement(tag), attributes, children);
}

/** An SVG element with attributes and children. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** Sets a text where it is another one: screen readers and layout notice every change. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets an attribute where it is another one; `undefined` and `false` remove it. */
export function setAttribute(
  element: Element,
  name: string,
  value: string | number | boolean | undefined,
): void {
  if (value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== attributeText(value))
    element.setAttribute(name, attributeText(value));
}

function filled<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else setAttribute(element, name, value);
  }
  append(element, children);
  return element;
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (child instanceof Node) element.append(child);
    else if (typeof child === "object") append(element, child);
    else element.append(String(child));
  }
}

function attributeText(value: string | number | true): string {
  return value === true ? "" : String(value);
}
