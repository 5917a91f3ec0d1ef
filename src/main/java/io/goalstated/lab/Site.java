package io.goalstated.lab;

import io.vertx.core.Future;

/** The behaviour of one server; nothing of connections, faults and records. Called on an event loop, must not block. */
@FunctionalInterface
interface Site {
    Future<Reply> answer(Request request);
}
