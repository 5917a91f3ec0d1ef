package io.goalstated.wire;

import io.vertx.core.Future;

/** What a final answer means where only a success will do. */
final class Answers {
    private Answers() {}

    /** The body of a success; a failure of kind {@link HttpFailure.Kind#NOT_OK} otherwise. */
    static Future<String> text(HttpCall call, HttpAnswer answer) {
        return answer.isOk() ? Future.succeededFuture(answer.text()) : Future.failedFuture(notOk(call, answer));
    }

    static HttpFailure notOk(HttpCall call, HttpAnswer answer) {
        String where = Target.parse(call.url()).map(Target::toString).orElse("an unusable URL");
        String said = Attempts.excerpt(answer);
        return new HttpFailure(
                HttpFailure.Kind.NOT_OK,
                answer.status(),
                call.method() + " " + where + ": " + answer.status() + (said.isEmpty() ? "" : " " + said));
    }
}
