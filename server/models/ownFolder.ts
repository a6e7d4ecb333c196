import { writeFile } from "node:fs/promises";
import { join } from "node:path";

const GITIGNORE = `# The model and the cache can be made again; what you decided about single tags cannot, so it is not ignored.
*
!.gitignore
!decisions.json
`;

/** Gives our folder `.sdlgm` its ignore file, unless it has one. */
export async function writeGitignore(folder: string): Promise<void> {
  await writeFile(join(folder, ".gitignore"), GITIGNORE, { flag: "wx" }).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
}
