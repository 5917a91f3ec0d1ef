package io.goalstated.wire;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches from storage over the two channels (spec 01 §9.3): the one that worked last goes first. A first round asks
 * each channel only twice, so that a VM without a way to storage learns it soon; a channel that failed for a passing
 * reason is then asked once more with all the patience there is. Futures fail with the last channel's failure.
 */
public final class ArtifactChannels {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactChannels.class);
    private static final RetryPolicy HASTY = RetryPolicy.DEFAULT.withAttempts(2);

    private final Http http;
    private final HostPlugin hostPlugin;
    private Channel first = Channel.DIRECT;

    /** One way to do it, with one policy. */
    private interface Fetch<T> extends Function<RetryPolicy, Future<T>> {}

    public ArtifactChannels(Http http, HostPlugin hostPlugin) {
        this.http = http;
        this.hostPlugin = hostPlugin;
    }

    /** The channel that goes first at the moment. */
    public Channel first() {
        return first;
    }

    /**
     * A manifest.
     *
     * @param verify the host is to compare with the artifacts blob: manifests of Fast Track goal states
     */
    public Future<String> text(String uri, boolean verify) {
        return overBoth(retry -> directText(uri, retry), retry -> hostPlugin.artifactText(uri, verify, retry));
    }

    /** Something that one can do without, such as an artifacts profile: the first round only, the host not verifying. */
    public Future<String> optionalText(String uri) {
        Channel primary = first;
        Fetch<String> direct = retry -> directText(uri, retry);
        Fetch<String> host = retry -> hostPlugin.artifactText(uri, false, retry);
        return over(primary, primary == Channel.DIRECT ? direct : host, HASTY)
                .recover(cause -> over(primary.other(), primary == Channel.DIRECT ? host : direct, HASTY));
    }

    private Future<String> directText(String uri, RetryPolicy retry) {
        HttpCall call = HttpCall.get(uri, Map.of()).throughProxy().withRetry(retry);
        return http.send(call).compose(answer -> Answers.text(call, answer));
    }

    /**
     * A package, to a new file.
     *
     * @param manifest where the document that lists it was found
     * @param verify likewise
     * @param check of the file: when it fails, the content counts as bad and the other channel is tried; it must leave
     *     no file then
     */
    public Future<Void> file(
            String uri, Optional<String> manifest, boolean verify, Path target, Supplier<Future<Void>> check) {
        return overBoth(
                retry -> {
                    HttpCall call = HttpCall.get(uri, Map.of())
                            .throughProxy()
                            .withMaxBytes(HttpCall.MAX_PACKAGE)
                            .withRetry(retry);
                    return http.download(call, target)
                            .compose(answer -> Answers.text(call, answer))
                            .compose(saved -> check.get());
                },
                retry -> hostPlugin
                        .artifactFile(uri, verify, manifest, retry, target)
                        .compose(saved -> check.get()));
    }

    private <T> Future<T> overBoth(Fetch<T> direct, Fetch<T> host) {
        Channel primary = first;
        Channel secondary = primary.other();
        Function<Channel, Fetch<T>> fetch = channel -> channel == Channel.DIRECT ? direct : host;
        return over(primary, fetch.apply(primary), HASTY)
                .recover(one -> over(secondary, fetch.apply(secondary), HASTY)
                        .recover(two -> again(one, primary, fetch.apply(primary))
                                .recover(three -> again(two, secondary, fetch.apply(secondary)))));
    }

    private <T> Future<T> over(Channel channel, Fetch<T> fetch, RetryPolicy retry) {
        return fetch.apply(retry).onSuccess(done -> {
            if (first != channel) {
                LOG.info("Storage is reached over the other channel from now on; channel={}", channel);
                first = channel;
            }
        });
    }

    private <T> Future<T> again(Throwable cause, Channel channel, Fetch<T> fetch) {
        return isPassing(cause) ? over(channel, fetch, RetryPolicy.DEFAULT) : Future.failedFuture(cause);
    }

    private static boolean isPassing(Throwable cause) {
        if (!(cause instanceof HttpFailure failure)) {
            return false;
        }
        return switch (failure.kind()) {
            case TIMEOUT, UNREACHABLE, EXHAUSTED -> true;
            case RESOURCE_GONE, INVALID_CONTAINER, NOT_OK, TOO_LARGE, DISK, REFUSED -> false;
        };
    }
}
