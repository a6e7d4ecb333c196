// Sets up the editors of the tests beforehand: node scripts/editorHost/install.mjs [newest] [oldest] [browser]
import { endAll } from "./ending.mjs";
import { EDITORS } from "./places.mjs";
import { SetUpError, setUp } from "./setUp.mjs";

const names = process.argv.slice(2);
try {
  const folders = await setUp(names.length > 0 ? names : [...EDITORS, "browser"]);
  for (const [name, folder] of Object.entries(folders)) console.log(`${name}: ${folder}`);
} catch (error) {
  console.error(error instanceof SetUpError ? error.message : error);
  process.exitCode = 1;
} finally {
  await endAll();
}
