import { closeSync, fstatSync, openSync, readSync, writeFileSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

/**
 * Makes an empty file and shows what others append to it.
 * @returns {() => void} shows the rest and stops
 */
export function showGrowing(file) {
  writeFileSync(file, "");
  const handle = openSync(file, "r");
  const decoder = new StringDecoder("utf8");
  let shown = 0;
  const show = () => {
    const bytes = Buffer.alloc(fstatSync(handle).size - shown);
    shown += readSync(handle, bytes, 0, bytes.length, shown);
    process.stdout.write(decoder.write(bytes));
  };
  const timer = setInterval(show, 50);
  return () => {
    clearInterval(timer);
    show();
    closeSync(handle);
  };
}
