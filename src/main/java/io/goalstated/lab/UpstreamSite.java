package io.goalstated.lab;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passes requests on to the platform behind, with every address in them and in the answers changed both ways. */
final class UpstreamSite implements Site {
    private static final Set<String> OWN = Set.of("host", "content-length", "connection", "transfer-encoding");
    private static final Pattern ACCOUNT =
            Pattern.compile(Pattern.quote(Directory.ACCOUNT) + "(https?)/([a-z0-9.-]+\\.blob\\.[a-z0-9.-]+)(/.*)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final Server server;
    private final Upstream upstream;
    private final Directory directory;

    UpstreamSite(HttpClient client, Server server, Upstream upstream, Directory directory) {
        this.client = client;
        this.server = server;
        this.upstream = upstream;
        this.directory = directory;
    }

    @Override
    public Future<Reply> answer(Request request) {
        Optional<String> url = url(request);
        if (url.isEmpty()) {
            return Future.succeededFuture(Reply.text(404, "no storage account of the platform"));
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setAbsoluteURI(url.get())
                .setFollowRedirects(false)
                .setConnectTimeout(PATIENCE.toMillis())
                .setIdleTimeout(PATIENCE.toMillis());
        request.headers().forEach((name, value) -> {
            if (!OWN.contains(name)) {
                options.putHeader(name, directory.inward(value));
            }
        });
        return client.request(options)
                .compose(sent -> send(sent, request))
                .compose(response -> response.body().map(body -> reply(response, body)))
                .otherwise(cause -> Reply.text(502, "the platform behind does not answer: " + cause.getMessage()));
    }

    private Optional<String> url(Request request) {
        return switch (server) {
            case WIRE -> Optional.of(upstream.wire().url() + request.target());
            case HOST_PLUGIN -> Optional.of(upstream.hostPlugin().url() + request.target());
            case IMDS -> Optional.of(upstream.imds().url() + request.target());
            case BLOB -> {
                Matcher account = ACCOUNT.matcher(request.target());
                yield account.matches()
                        ? Optional.of(account.group(1) + "://" + account.group(2) + account.group(3))
                        : Optional.empty();
            }
        };
    }

    private Future<HttpClientResponse> send(HttpClientRequest sent, Request request) {
        Buffer body = RecordedExchange.text(request.body())
                .map(text -> Buffer.buffer(directory.inward(text)))
                .orElse(request.body());
        return request.is("GET") || request.is("HEAD") ? sent.send() : sent.send(body);
    }

    private Reply reply(HttpClientResponse response, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        MultiMap all = response.headers();
        for (String name : all.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OWN.contains(lower)) {
                headers.put(name, String.valueOf(all.get(name)));
            }
        }
        return new Reply(
                response.statusCode(),
                headers,
                RecordedExchange.text(body)
                        .map(text -> Buffer.buffer(directory.outward(text)))
                        .orElse(body));
    }
}
