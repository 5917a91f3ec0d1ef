package io.goalstated.wire;

import io.goalstated.platform.ManualTimers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Servers as functions, without a network; retries follow the real rules in manual time. What nobody has scripted is
 * answered 404.
 */
public final class InMemoryHttp implements Http {
    private final ManualTimers timers;
    private final Map<String, Function<HttpCall, Future<HttpAnswer>>> routes = new LinkedHashMap<>();
    private final List<HttpCall> calls = new ArrayList<>();

    public InMemoryHttp(ManualTimers timers) {
        this.timers = timers;
    }

    /** @param request method and the beginning of the URL; later routes win */
    public InMemoryHttp on(String request, Function<HttpCall, Future<HttpAnswer>> reply) {
        routes.put(request, reply);
        return this;
    }

    public InMemoryHttp on(String request, int status, String body) {
        return on(request, call -> answer(status, body));
    }

    /** These answers one after another; the last for ever. */
    public InMemoryHttp inTurn(String request, List<Future<HttpAnswer>> answers) {
        List<Future<HttpAnswer>> rest = new ArrayList<>(answers);
        return on(request, call -> rest.size() > 1 ? rest.remove(0) : rest.get(0));
    }

    public static Future<HttpAnswer> answer(int status, String body, String... headers) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        return Future.succeededFuture(new HttpAnswer(status, "Scripted", map, Buffer.buffer(body)));
    }

    public static Future<HttpAnswer> broken() {
        return Future.failedFuture(new IOException("connection reset"));
    }

    public static Promise<HttpAnswer> pending() {
        return Promise.promise();
    }

    public List<HttpCall> calls() {
        return calls;
    }

    /** Method and URL of each attempt so far, queries of signed URLs left out; then forgets them. */
    public List<String> takeRequests() {
        List<String> requests = new ArrayList<>();
        for (HttpCall call : calls) {
            String url = call.url().contains("sig=")
                    ? String.valueOf(Target.parse(call.url()).orElseThrow())
                    : call.url();
            requests.add(call.method() + " "
                    + url.replace("http://168.63.129.16", "WS").replace("WS:32526", "HG"));
        }
        calls.clear();
        return requests;
    }

    @Override
    public Future<HttpAnswer> send(HttpCall call) {
        return new Attempts(call, timers, () -> 0.5, () -> attempt(call)).run();
    }

    @Override
    public Future<HttpAnswer> download(HttpCall call, Path target) {
        return send(call).map(answer -> {
            if (!answer.isOk()) {
                return answer;
            }
            try {
                Files.write(target, answer.body().getBytes());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return new HttpAnswer(answer.status(), answer.reason(), answer.headers(), Buffer.buffer());
        });
    }

    @Override
    public Future<HttpAnswer> upload(HttpCall call, Path source) {
        return new Attempts(call, timers, () -> 0.5, () -> {
                    try {
                        byte[] content = Files.readAllBytes(source);
                        return attempt(
                                HttpCall.with(call.method(), call.url(), call.headers(), Buffer.buffer(content)));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .run();
    }

    private Future<HttpAnswer> attempt(HttpCall call) {
        calls.add(call);
        String request = call.method() + " " + call.url();
        Function<HttpCall, Future<HttpAnswer>> reply = unscripted -> answer(404, "nothing here");
        for (Map.Entry<String, Function<HttpCall, Future<HttpAnswer>>> route : routes.entrySet()) {
            if (request.startsWith(route.getKey())) {
                reply = route.getValue();
            }
        }
        return reply.apply(call);
    }
}
