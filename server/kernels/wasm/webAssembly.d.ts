// The part of WebAssembly that is used here. @types/node has its types only, and the library of browsers is no part of a Node program.
declare namespace WebAssembly {
  // What @types/node names without values.
  // biome-ignore lint/suspicious/noEmptyInterface: it merges with theirs
  interface Module {}
  const Module: new (binary: Uint8Array<ArrayBuffer>) => Module;

  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  const Instance: new (
    module: Module,
    imports: { readonly env: Readonly<Record<string, unknown>> },
  ) => Instance;

  interface Memory {
    readonly buffer: SharedArrayBuffer;
  }
  const Memory: new (pages: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => Memory;

  function validate(binary: Uint8Array<ArrayBuffer>): boolean;
}
