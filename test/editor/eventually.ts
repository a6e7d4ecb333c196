/**
 * Asks until the answer is neither undefined nor false. Anything that VS Code is asked is asked so: it cancels a request where
 * another extension registers a provider meanwhile, and files and diagnostics take their time.
 *
 * @param what for the error, such as "a hover"
 */
export async function eventually<Answer>(
  what: string,
  ask: () => Answer | undefined | false | PromiseLike<Answer | undefined | false>,
  milliseconds = 15_000,
): Promise<Answer> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`${what} did not come within ${milliseconds} ms`);
    await new Promise((resume) => setTimeout(resume, 25));
  }
}
