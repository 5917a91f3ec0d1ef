package io.goalstated.lab;

import io.vertx.core.Future;

/** Another site, whose answers are written down before they leave. */
record RecordingSite(Server server, Site behind, Recorder recorder, Directory directory) implements Site {
    @Override
    public Future<Reply> answer(Request request) {
        // 304 says nothing that the answer before has not said.
        return behind.answer(request)
                .compose(reply -> reply.status() == 304
                        ? Future.succeededFuture(reply)
                        : recorder.note(server, request, reply, directory).map(reply));
    }
}
