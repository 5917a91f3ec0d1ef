package io.goalstated.wire;

import static io.goalstated.wire.InMemoryHttp.answer;
import static io.goalstated.wire.Platform.HG;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.event.Operation;
import io.goalstated.event.ToldEvents;
import io.goalstated.goalstate.ExtensionsGoalState.BlobType;
import io.goalstated.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageChannelsTest {
    private static final String BLOB = "https://acct.example/$system/vm.status?sv=1&sig=s";

    @TempDir
    Path directory;

    private final Platform platform = new Platform();
    private final ToldEvents told = new ToldEvents();
    private long largest = 1 << 30;
    private final InMemoryHttp http = platform.http;
    private final ArtifactChannels artifacts =
            new ArtifactChannels(http, platform.hostPlugin, platform.timers, () -> 0.5, () -> largest, told);
    private final StatusChannel status = new StatusChannel(
            http, platform.hostPlugin, platform.timers, () -> Instant.parse("2031-01-14T10:00:00.9Z"), told);

    private Future<String> text(String... uris) {
        return artifacts.document(List.of(uris), false, (uri, text) -> Future.succeededFuture(text));
    }

    private List<String> storageRequests() {
        return http.takeRequests().stream()
                .filter(r -> !r.contains("goalstate") && !r.endsWith("versions"))
                .toList();
    }

    private StatusBlob blob(BlobType type, String content) {
        return new StatusBlob(BLOB, type, Buffer.buffer(content));
    }

    @Test
    @Conforms("01#13.58")
    void a_package_may_be_as_large_as_the_owner_says_at_that_moment_on_either_way() {
        http.on("GET https://a.example/p.zip", 404, "");
        largest = 5 << 20;

        artifacts.file(
                List.of("https://a.example/p.zip"),
                Optional.empty(),
                false,
                directory.resolve("p"),
                Future::succeededFuture);

        assertThat(http.calls())
                .filteredOn(call -> call.url().endsWith("p.zip") || call.url().endsWith("extensionArtifact"))
                .hasSizeGreaterThan(1)
                .allMatch(call -> call.maxBytes() == 5 << 20);
    }

    @Test
    @Conforms("01#13.44")
    void a_text_that_storage_does_not_have_comes_from_the_host_which_goes_first_from_then_on() {
        http.on("GET " + HG + "/extensionArtifact", 200, "manifest");

        assertThat(text("https://a.example/m").result()).isEqualTo("manifest");
        assertThat(artifacts.first()).isEqualTo(Channel.HOST);
        http.calls().clear();
        text("https://a.example/m");

        assertThat(http.takeRequests()).containsExactly("GET HG/extensionArtifact");
    }

    @Test
    void the_platform_hears_of_each_change_of_the_channel() {
        http.on("GET " + HG + "/extensionArtifact", 200, "manifest");
        text("https://a.example/m");
        text("https://a.example/m");
        assertThat(told.of(Operation.DEFAULT_CHANNEL_CHANGE))
                .containsExactly("Default channel changed to HostGAPlugin channel.");

        http.on("GET " + HG + "/extensionArtifact", 404, "");
        http.on("GET https://a.example", 200, "manifest");
        text("https://a.example/m");

        assertThat(told.of(Operation.DEFAULT_CHANNEL_CHANGE)).endsWith("Default channel changed to Direct channel.");
    }

    @Test
    void the_platform_hears_of_fetches_that_fail_once_an_hour_for_each_server_and_without_signatures() {
        http.on("GET https://a.example", 404, "");
        http.on("GET https://b.example", 404, "");
        http.on("GET " + HG + "/extensionArtifact", 200, "manifest");

        text("https://a.example/m?sig=secret");
        http.on("GET " + HG + "/extensionArtifact", 404, "");
        for (int i = 0; i < 100; i++) {
            text("https://a.example/m?sig=secret", "https://b.example/m?sig=secret");
            platform.timers.advance(Duration.ofSeconds(6));
        }

        assertThat(told.of(Operation.HTTP_GET))
                .hasSize(4)
                .allSatisfy(message -> assertThat(message)
                        .startsWith("-[WARNING] Fetch failed from [https://")
                        .doesNotContain("secret"));
        platform.timers.advance(Duration.ofHours(1));
        text("https://a.example/m?sig=secret");
        assertThat(told.of(Operation.HTTP_GET)).hasSize(6);
    }

    @Test
    void content_that_is_no_good_is_no_failed_fetch() {
        http.on("GET https://a.example", 200, "zip");

        artifacts.file(
                List.of("https://a.example/p"),
                Optional.empty(),
                false,
                directory.resolve("p"),
                () -> Future.failedFuture("bad archive"));

        assertThat(told.of(Operation.HTTP_GET)).noneMatch(message -> message.contains("bad archive"));
    }

    @Test
    void a_fetch_that_ends_with_the_agent_is_told_to_nobody() {
        Promise<HttpAnswer> answer = InMemoryHttp.pending();
        http.on("GET https://a.example", call -> answer.future());
        text("https://a.example/m");

        artifacts.stop();
        answer.fail(new HttpFailure(HttpFailure.Kind.UNREACHABLE, 0, "the client is closed"));

        assertThat(told.all).isEmpty();
    }

    @Test
    void that_reports_go_past_the_host_is_told_once_an_hour() {
        http.on("PUT " + BLOB, 201, "");
        http.on("PUT " + HG + "/status", 404, "");

        for (int i = 0; i < 100; i++) {
            status.upload(blob(BlobType.BLOCK, "{}"));
            platform.timers.advance(Duration.ofSeconds(30));
        }

        assertThat(told.of(Operation.REPORT_STATUS))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("Falling back to direct upload: ")
                        .doesNotContain("sig="));
        platform.timers.advance(Duration.ofMinutes(11));
        status.upload(blob(BlobType.BLOCK, "{}"));
        assertThat(told.of(Operation.REPORT_STATUS)).hasSize(2);
    }

    @Test
    void a_host_that_takes_reports_is_no_news() {
        http.on("PUT " + HG + "/status", 200, "");

        status.upload(blob(BlobType.BLOCK, "{}"));

        assertThat(told.all).isEmpty();
    }

    private Future<Void> file(String name) {
        return artifacts.file(
                List.of("https://a.example/" + name),
                Optional.empty(),
                false,
                directory.resolve(name),
                Future::succeededFuture);
    }

    private List<Promise<HttpAnswer>> hugePackages(int count) {
        List<Promise<HttpAnswer>> packages = new ArrayList<>();
        http.on("GET https://a.example/huge", call -> {
            packages.add(InMemoryHttp.pending());
            return packages.get(packages.size() - 1).future();
        });
        for (int i = 0; i < count; i++) {
            file("huge" + i);
        }
        return packages;
    }

    @Test
    void a_small_package_behind_eight_that_take_for_ever_waits_for_half_a_minute() {
        http.on("GET https://a.example/small", 200, "zip");
        hugePackages(8);
        Future<Void> small = file("small");

        platform.timers.advance(Duration.ofMillis(29_999));
        assertThat(small.isComplete()).isFalse();
        platform.timers.advance(Duration.ofMillis(1));

        assertThat(small.succeeded()).isTrue();
    }

    @Test
    void packages_are_fetched_in_the_order_in_which_they_were_asked_for() {
        List<Promise<HttpAnswer>> packages = hugePackages(11);
        http.calls().clear();

        packages.get(3).complete(answer(200, "zip").result());
        packages.get(0).complete(answer(200, "zip").result());

        assertThat(storageRequests()).containsExactly("GET https://a.example/huge8", "GET https://a.example/huge9");
    }

    @Test
    void the_time_in_which_a_package_has_waited_for_its_turn_is_not_counted_as_its_own() {
        http.on("GET https://a.example/small", 200, "zip");
        List<Promise<HttpAnswer>> packages = hugePackages(20);
        Future<Void> small = file("small");
        platform.timers.advance(Duration.ofMinutes(50));
        assertThat(packages).hasSize(20);
        assertThat(small.isComplete()).isFalse();

        packages.get(7).complete(answer(200, "zip").result());

        assertThat(small.succeeded()).isTrue();
    }

    @Test
    void a_package_that_waits_when_the_agent_stops_is_not_fetched() {
        List<Promise<HttpAnswer>> packages = hugePackages(9);

        artifacts.stop();
        packages.get(0).complete(answer(200, "zip").result());
        platform.timers.advance(Duration.ofMinutes(5));

        assertThat(packages).hasSize(8);
    }

    @Test
    void a_vm_without_a_way_to_storage_goes_over_the_host_at_once() {
        http.on("GET https://a.example", call -> InMemoryHttp.broken());
        http.on("GET " + HG + "/extensionArtifact", 200, "manifest");

        assertThat(text("https://a.example/m").result()).isEqualTo("manifest");
    }

    @Test
    void a_dead_address_costs_no_time_when_another_has_it() {
        http.on("GET https://dead.example", call -> InMemoryHttp.broken());
        http.on("GET https://busy.example", 503, "");
        http.on("GET " + HG + "/extensionArtifact", 500, "");
        http.on("GET https://a.example", 200, "manifest");

        Future<String> text = text("https://dead.example/m", "https://busy.example/m", "https://a.example/m");

        assertThat(text.result()).isEqualTo("manifest");
        assertThat(storageRequests())
                .containsExactly(
                        "GET https://dead.example/m",
                        "GET HG/extensionArtifact",
                        "GET https://busy.example/m",
                        "GET HG/extensionArtifact",
                        "GET https://a.example/m");
    }

    @Test
    void a_further_round_asks_only_where_the_failure_may_pass_and_comes_after_a_pause() {
        http.on("GET https://gone.example", 404, "");
        http.on("GET https://a.example", call -> InMemoryHttp.broken());
        http.on("GET " + HG + "/extensionArtifact", 404, "");
        Future<String> text = text("https://gone.example/m", "https://a.example/m");
        http.calls().clear();

        platform.timers.advance(Duration.ofMillis(1999));
        assertThat(storageRequests()).isEmpty();
        platform.timers.advance(Duration.ofMillis(1));
        assertThat(storageRequests()).containsExactly("GET https://a.example/m");
        platform.timers.advance(Duration.ofMinutes(5));

        assertThat(storageRequests()).hasSize(4);
        assertThat(text.cause()).hasMessageContaining("connection reset");
    }

    @Test
    void a_storage_that_throttles_is_asked_longer_and_at_an_even_pace() {
        http.on("GET https://a.example", 503, "");

        Future<String> text = text("https://a.example/m");
        platform.timers.advance(Duration.ofSeconds(24));

        assertThat(text.failed()).isTrue();
        assertThat(storageRequests())
                .filteredOn("GET https://a.example/m"::equals)
                .hasSize(25);
    }

    @Test
    void documents_that_hang_leave_connections_for_others() {
        List<Promise<HttpAnswer>> answers = new ArrayList<>();
        http.on("GET https://a.example", call -> {
            Promise<HttpAnswer> answer = InMemoryHttp.pending();
            answers.add(answer);
            return answer.future();
        });
        List<Future<String>> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            texts.add(text("https://a.example/m" + i));
        }

        assertThat(answers).hasSizeLessThan(VertxHttp.CONNECTIONS);
        for (int i = 0; i < 20; i++) {
            answer(200, "text " + i).onComplete(answers.get(i));
        }

        assertThat(texts)
                .extracting(Future::result)
                .startsWith("text 0", "text 1")
                .endsWith("text 19");
    }

    @Test
    void no_more_than_32_addresses_are_asked() {
        String[] many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = "https://a" + i + ".example/m";
        }

        text(many);

        assertThat(storageRequests()).hasSize(64);
    }

    @Test
    void after_a_stop_nothing_is_asked_again() {
        http.on("GET https://a.example", call -> InMemoryHttp.broken());
        Future<String> text = text("https://a.example/m");
        http.calls().clear();

        artifacts.stop();
        platform.timers.advance(Duration.ofMinutes(2));

        assertThat(text.isComplete()).isFalse();
        assertThat(http.calls()).isEmpty();
    }

    @Test
    void passing_failures_of_both_channels_are_waited_out() {
        http.on(
                "GET https://a.example",
                call -> platform.timers.nanoTime() < Duration.ofSeconds(25).toNanos()
                        ? InMemoryHttp.broken()
                        : answer(200, "late"));
        http.on("GET " + HG + "/extensionArtifact", 500, "");

        Future<String> text = text("https://a.example/m");
        platform.timers.advance(Duration.ofMinutes(1));

        assertThat(text.result()).isEqualTo("late");
    }

    @Test
    void a_file_of_bad_content_is_fetched_over_the_other_channel() throws Exception {
        Path target = directory.resolve("p.zip");
        http.on("GET https://a.example", 200, "swapped");
        http.on("GET " + HG + "/extensionArtifact", 200, "genuine");

        Future<Void> file = artifacts.file(List.of("https://a.example/p"), Optional.empty(), false, target, () -> {
            try {
                boolean good = Files.readString(target).equals("genuine");
                Files.delete(target);
                return good ? Future.succeededFuture() : Future.failedFuture("digest");
            } catch (java.io.IOException e) {
                return Future.failedFuture(e);
            }
        });

        assertThat(file.succeeded()).isTrue();
        assertThat(artifacts.first()).isEqualTo(Channel.HOST);
    }

    @Test
    void neither_channel_having_it_is_a_failure_without_a_second_round() {
        Future<String> text = text("https://a.example/m");
        platform.timers.advance(Duration.ofMinutes(2));

        assertThat(((HttpFailure) text.cause()).kind()).isEqualTo(HttpFailure.Kind.NOT_OK);
        assertThat(storageRequests()).containsExactly("GET https://a.example/m", "GET HG/extensionArtifact");
    }

    @Test
    void the_host_gets_the_status_wrapped_in_json() throws Exception {
        http.on("PUT " + HG + "/status", 200, "");

        StatusUpload upload = status.upload(blob(BlobType.BLOCK, "{\"a\":1}")).result();

        assertThat(upload).isEqualTo(new StatusUpload.Done(Channel.HOST));
        HttpCall call = http.calls().get(http.calls().size() - 1);
        assertThat(call.headers()).containsEntry("Content-type", "application/json");
        assertThat(call.body().orElseThrow().toString())
                .isEqualTo("{\"content\": \"eyJhIjoxfQ==\", \"headers\": ["
                        + "{\"headerName\": \"Content-Length\", \"headerValue\": \"7\"}, "
                        + "{\"headerName\": \"x-ms-blob-type\", \"headerValue\": \"BlockBlob\"}, "
                        + "{\"headerName\": \"x-ms-date\", \"headerValue\": \"2031-01-14T10:00:00Z\"}, "
                        + "{\"headerName\": \"x-ms-version\", \"headerValue\": \"2014-02-14\"}], "
                        + "\"requestUri\": \"" + BLOB + "\"}");
    }

    @Test
    @Conforms("01#13.48")
    void a_failing_host_is_passed_by_and_left_alone_for_a_minute() {
        http.on("PUT " + HG + "/status", 500, "");
        http.on("PUT https://acct.example", 201, "");

        Future<StatusUpload> first = status.upload(blob(BlobType.BLOCK, "{}"));
        platform.timers.advance(Duration.ofSeconds(5));
        assertThat(first.result()).isEqualTo(new StatusUpload.Done(Channel.DIRECT));
        http.calls().clear();

        assertThat(status.upload(blob(BlobType.BLOCK, "{}")).result()).isEqualTo(new StatusUpload.Done(Channel.DIRECT));
        assertThat(http.takeRequests()).containsExactly("PUT https://acct.example/$system/vm.status");

        http.on("PUT " + HG + "/status", 200, "");
        platform.timers.advance(Duration.ofMinutes(1));
        assertThat(status.upload(blob(BlobType.BLOCK, "{}")).result()).isEqualTo(new StatusUpload.Done(Channel.HOST));
    }

    @Test
    @Conforms("01#13.49")
    void storage_must_say_created() {
        http.on("PUT " + HG + "/status", 404, "");
        http.on("PUT https://acct.example", 200, "");

        StatusUpload upload = status.upload(blob(BlobType.BLOCK, "{}")).result();

        assertThat(upload).isInstanceOf(StatusUpload.Failed.class);
        assertThat(((StatusUpload.Failed) upload).reason()).contains("PUT").doesNotContain("sig=");
    }

    @Test
    void a_stale_name_postpones_the_report_and_is_looked_up() {
        http.on("PUT " + HG + "/status", 410, "");

        assertThat(status.upload(blob(BlobType.BLOCK, "{}")).result()).isInstanceOf(StatusUpload.Postponed.class);
        assertThat(http.takeRequests()).endsWith("PUT HG/status", "GET WS/machine/?comp=goalstate");
    }

    @Test
    void a_name_that_the_host_calls_invalid_is_stale_too_and_the_next_report_goes_over_the_host_again() {
        http.on("PUT " + HG + "/status", 400, "InvalidContainerConfiguration");

        assertThat(status.upload(blob(BlobType.BLOCK, "{}")).result()).isInstanceOf(StatusUpload.Postponed.class);
        assertThat(http.takeRequests()).endsWith("PUT HG/status", "GET WS/machine/?comp=goalstate");

        http.on("PUT " + HG + "/status", 200, "");
        assertThat(status.upload(blob(BlobType.BLOCK, "{}")).result()).isEqualTo(new StatusUpload.Done(Channel.HOST));
    }

    @Test
    @Conforms("OPS-102")
    void a_large_status_goes_to_storage_first() {
        http.on("PUT https://acct.example", 201, "");

        status.upload(blob(BlobType.BLOCK, "x".repeat(200_000)));

        assertThat(http.takeRequests()).containsExactly("PUT https://acct.example/$system/vm.status");
    }

    @Test
    @Conforms("OPS-102")
    void too_large_for_the_host_is_not_an_outage_of_the_host() {
        http.inTurn("PUT " + HG + "/status", List.of(answer(413, ""), answer(200, "")));
        http.on("PUT https://acct.example", 201, "");

        assertThat(status.upload(blob(BlobType.BLOCK, "{}")).result()).isEqualTo(new StatusUpload.Done(Channel.DIRECT));
        assertThat(status.upload(blob(BlobType.BLOCK, "{}")).result()).isEqualTo(new StatusUpload.Done(Channel.HOST));
    }

    @Test
    @Conforms({"01#13.12", "OPS-102"})
    void a_page_blob_is_created_and_written_in_padded_pages_each_small_enough_for_the_host() throws Exception {
        http.on("PUT " + HG + "/status", 200, "");
        String content = "y".repeat(70_000);

        status.upload(new StatusBlob("https://acct.example/vm.status", BlobType.PAGE, Buffer.buffer(content)));

        List<HttpCall> puts =
                http.calls().stream().filter(c -> c.method().equals("PUT")).toList();
        assertThat(puts)
                .hasSize(3)
                .allSatisfy(put -> assertThat(put.body().orElseThrow().length()).isLessThan(100 << 10));
        var create = Json.parse(puts.get(0).body().orElseThrow().toString());
        assertThat(create.has("content")).isFalse();
        assertThat(create.toString()).contains("x-ms-blob-content-length\",\"headerValue\":\"70144");
        var last = Json.parse(puts.get(2).body().orElseThrow().toString());
        assertThat(last.get("requestUri").asText()).isEqualTo("https://acct.example/vm.status?comp=page");
        assertThat(last.toString()).contains("bytes=65536-70143", "update");
        assertThat(new String(
                        Base64.getDecoder().decode(last.get("content").asText()),
                        java.nio.charset.StandardCharsets.US_ASCII))
                .hasSize(70_144 - 65_536)
                .endsWith("y" + " ".repeat(144));
    }

    @Test
    void a_page_blob_written_directly_is_padded_with_zeros() {
        http.on("PUT " + HG + "/status", 404, "");
        http.on("PUT https://acct.example", 201, "");

        status.upload(blob(BlobType.PAGE, "{}"));

        HttpCall page = http.calls().get(http.calls().size() - 1);
        assertThat(page.url()).isEqualTo(BLOB + "&comp=page");
        assertThat(page.headers()).containsEntry("x-ms-range", "bytes=0-511").containsEntry("Content-Length", "512");
        assertThat(page.body().orElseThrow().getByte(511)).isZero();
    }
}
