/** The language server: started by an editor, which it speaks to by Node IPC or, with `--stdio`, by standard input and output. */
import { serveCustomRequests } from "./connection/customRequests.ts";
import { diagnosticsOf, type FeatureContext, serveLanguageFeatures } from "./connection/languageFeatures.ts";
import { Lifecycle } from "./connection/lifecycle.ts";
import { openConnection } from "./connection/openConnection.ts";
import { OpenDocuments } from "./connection/openDocuments.ts";

const connection = openConnection();
const lifecycle = new Lifecycle(connection, () => {
  for (const { uri } of documents.all) pushDiagnostics(uri);
});
const documents = new OpenDocuments(
  connection,
  () => lifecycle.sessions,
  (uri) => pushDiagnostics(uri),
);
const context: FeatureContext = {
  sessions: () => lifecycle.sessions,
  documents,
  abilities: () => lifecycle.abilities,
};

lifecycle.listen(documents);
serveLanguageFeatures(connection, context);
serveCustomRequests(connection, context);
connection.listen();

/** For editors that do not ask for diagnostics; for a document that was closed, none are left. */
function pushDiagnostics(uri: string): void {
  if (lifecycle.abilities.pullsDiagnostics) return;
  void connection.sendDiagnostics({ uri, diagnostics: diagnosticsOf(uri, context) });
}
