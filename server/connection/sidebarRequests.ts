import type { Connection } from "vscode-languageserver/node";
import {
  type FolderParams,
  PauseRequest,
  ReviewRequest,
  RunsRequest,
  TagPlacesRequest,
  TagsRequest,
} from "../protocol.ts";
import type { FolderSession } from "../session/folderSession.ts";
import { reviewQueue } from "../session/reviewQueue.ts";
import type { Sessions } from "../session/sessions.ts";
import { answering } from "./answering.ts";

/** Answers what the views of the sidebar ask. Without a folder the first one is meant, but for the pause, which is then for all. */
export function serveSidebarRequests(connection: Connection, sessions: () => Sessions): void {
  const on = answering(connection);
  const settled = async (params: FolderParams | undefined): Promise<FolderSession | undefined> => {
    const [folder] = sessions().named(params ?? {});
    await folder?.settled();
    return folder;
  };

  on(RunsRequest, async (params) => {
    const [folder] = sessions().named(params ?? {});
    return (await folder?.runs.all()) ?? [];
  });
  on(PauseRequest, (params) => sessions().pause(params, params.paused));
  on(TagsRequest, async (params) => {
    const folder = await settled(params);
    if (folder === undefined) return [];
    return folder.tagsOverview.of({
      tags: folder.folder.tags,
      taggedDocuments: folder.taggedDocuments(),
      report: await folder.runs.lastTraining(),
      signal: folder.signal,
    });
  });
  on(TagPlacesRequest, async (params) => {
    const folder = await settled(params);
    if (folder === undefined) return [];
    return folder.folder.tags.placesOf(params.tag).map(({ path, range: { start } }) => ({
      uri: folder.paths.uriOf(path),
      path,
      title: folder.documents.get(path)?.title ?? "",
      line: start.line,
      character: start.character,
    }));
  });
  on(ReviewRequest, async (params) => {
    const folder = await settled(params);
    const report = await folder?.runs.lastTraining();
    if (folder === undefined || report === undefined) return { items: [], total: 0 };
    const { documents, decisions } = folder;
    return reviewQueue(report, { folder: folder.folder, documents, decisions }, params?.most);
  });
}
