package io.goalstated.wire;

import static io.goalstated.wire.HttpBench.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage that breaks off, changes its mind about the content, and may or may not send parts: never two halves. */
class UnreliableStorageTest {
    private static final int FILES = 60;
    private static final int LARGEST = 700_000;

    @TempDir
    Path directory;

    private final Random random = new Random(20_120_130);
    private final List<byte[]> versions = new ArrayList<>();
    private HttpBench bench;
    private HttpServer storage;
    /** So many bytes at a time and no other trouble; 0: all kinds of trouble. */
    private int pieces;

    @BeforeEach
    void start() throws Exception {
        bench = new HttpBench();
        storage = get(bench.vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() throws Exception {
        get(storage.close());
        bench.stop();
    }

    @Test
    void a_file_is_one_version_whole_or_not_there() throws Exception {
        int arrived = 0;
        for (int i = 0; i < FILES; i++) {
            newVersions();
            Path target = directory.resolve("file-" + i);
            HttpCall call = HttpCall.get("http://127.0.0.1:" + storage.actualPort() + "/p.zip", Map.of());
            try {
                get(bench.http.download(call, target));
                arrived++;
            } catch (ExecutionException e) {
                assertThat(target).doesNotExist();
                continue;
            }
            byte[] content = Files.readAllBytes(target);
            assertThat(versions).as("file %s", i).anyMatch(version -> Arrays.equals(version, content));
        }
        assertThat(arrived).isGreaterThan(FILES / 4);
    }

    @Test
    void a_line_that_breaks_again_and_again_brings_the_file_as_long_as_it_brings_something() throws Exception {
        byte[] whole = new byte[3_000_000];
        random.nextBytes(whole);
        versions.add(whole);
        pieces = 600_000;
        Path target = directory.resolve("p.zip");

        get(bench.http.download(
                HttpCall.get("http://127.0.0.1:" + storage.actualPort() + "/p.zip", Map.of())
                        .withRetry(RetryPolicy.DEFAULT.atMost(2)),
                target));

        assertThat(target).hasBinaryContent(whole);
    }

    private void newVersions() {
        versions.clear();
        int length = 1 + random.nextInt(LARGEST);
        for (int i = 0; i < 2; i++) {
            // Mostly of one length, so that the length alone does not tell them apart.
            byte[] content = new byte[random.nextInt(4) == 0 ? 1 + random.nextInt(LARGEST) : length];
            random.nextBytes(content);
            versions.add(content);
        }
    }

    private void serve(HttpServerRequest request) {
        int version = pieces == 0 && random.nextInt(3) == 0 ? 1 : 0;
        byte[] content = versions.get(version);
        String etag = "\"v" + version + "\"";
        String range = request.getHeader("Range");
        int from = range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        boolean part =
                range != null && etag.equals(request.getHeader("If-Range")) && (pieces > 0 || random.nextInt(5) > 0);
        HttpServerResponse response = request.response().putHeader("ETag", etag).putHeader("Accept-Ranges", "bytes");
        if (pieces == 0 && random.nextInt(8) == 0) {
            response.setStatusCode(503).end();
            return;
        }
        if (part && from >= content.length) {
            response.setStatusCode(416).end();
            return;
        }
        int start = part ? from : 0;
        int length = content.length - start;
        if (part) {
            response.setStatusCode(206)
                    .putHeader("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
        }
        response.putHeader("Content-Length", Integer.toString(length));
        int sent = pieces > 0 ? Math.min(pieces, length) : random.nextInt(4) == 0 ? length : random.nextInt(length);
        Buffer bytes = Buffer.buffer().appendBytes(content, start, sent);
        if (sent == length) {
            response.end(bytes);
        } else {
            response.write(bytes).onComplete(written -> request.connection().close());
        }
    }
}
