package io.goalstated.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.event.Operation;
import io.goalstated.event.ToldEvents;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.wire.Endpoint;
import io.goalstated.wire.HttpAnswer;
import io.goalstated.wire.InMemoryHttp;
import io.goalstated.wire.Platform;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolDetectionTest {
    private static final String VERSIONS = "GET http://168.63.129.16/?comp=versions";

    @TempDir
    Path library;

    private final Platform platform = new Platform();
    private final ToldEvents told = new ToldEvents();

    private Promise<Optional<Runnable>> search = Promise.promise();
    private int searches;
    private int moves;

    private ProtocolDetection detection() {
        return detection("168.63.129.16");
    }

    private ProtocolDetection detection(String address) {
        return new ProtocolDetection(
                platform.wireServer,
                new Endpoint(address, 80),
                platform.timers,
                new DirectOffload(),
                new Disk(),
                library,
                () -> {
                    searches++;
                    return search.future();
                },
                told);
    }

    @Test
    void an_endpoint_that_speaks_our_version_is_written_down() {
        platform.http.on(
                VERSIONS,
                200,
                "<Versions><Preferred><Version>2015-04-05</Version></Preferred>"
                        + "<Supported><Version>2012-11-30</Version></Supported></Versions>");

        assertThat(detection().start().succeeded()).isTrue();

        assertThat(platform.http.calls().get(0).headers()).isEmpty();
        assertThat(library.resolve("WireServerEndpoint")).hasContent("168.63.129.16");
        assertThat(library.resolve("Protocol")).hasContent("WireProtocol");
    }

    @Test
    void an_endpoint_that_is_not_the_usual_one_is_told_to_the_platform() {
        detection().start();
        assertThat(told.all).isEmpty();

        detection("10.0.0.1").start();

        assertThat(told.of(Operation.PROTOCOL_ENDPOINT))
                .singleElement()
                .satisfies(message -> assertThat(message).contains("10.0.0.1", "is not known wireserver ip"));
    }

    @Test
    @Conforms("01#13.53")
    void an_endpoint_without_our_version_is_asked_again_every_ten_seconds() {
        platform.http.on(VERSIONS, 200, "<Versions><Supported><Version>2040-01-01</Version></Supported></Versions>");
        ProtocolDetection detection = detection();

        Future<Void> detected = detection.start();
        platform.timers.advance(Duration.ofSeconds(30));

        assertThat(detected.isComplete()).isFalse();
        assertThat(platform.http.calls()).hasSize(4);
        assertThat(detection.lastError()).hasValueSatisfying(e -> assertThat(e).contains("not advised by Fabric"));
    }

    @Test
    @Conforms("OPS-101")
    void detection_never_gives_up_but_slows_down_after_an_hour() {
        platform.http.on(VERSIONS, 404, "");
        ProtocolDetection detection = detection();
        Future<Void> detected = detection.start();
        platform.timers.advance(Duration.ofHours(1));
        int inAnHour = platform.http.calls().size();
        platform.timers.advance(Duration.ofHours(1));

        assertThat(inAnHour).isBetween(359, 361);
        assertThat(platform.http.calls().size() - inAnHour).isBetween(59, 61);

        platform.http.on(VERSIONS, 200, "<Versions><Preferred><Version>2012-11-30</Version></Preferred></Versions>");
        platform.timers.advance(Duration.ofMinutes(1));
        assertThat(detected.succeeded()).isTrue();
    }

    @Test
    void a_wireserver_that_says_nothing_is_searched_elsewhere_before_the_attempt_is_over() {
        platform.http.on(VERSIONS, call -> InMemoryHttp.pending().future());
        detection().start();
        platform.timers.advance(Duration.ofSeconds(4));
        int atFirst = searches;
        platform.timers.advance(Duration.ofSeconds(2));

        assertThat(atFirst).isZero();
        assertThat(searches).isEqualTo(1);
    }

    @Test
    void a_wireserver_that_answers_is_searched_nowhere() {
        platform.http.on(VERSIONS, 200, "<Versions><Preferred><Version>2012-11-30</Version></Preferred></Versions>");
        detection().start();

        platform.timers.advance(Duration.ofMinutes(2));

        assertThat(searches).isZero();
        assertThat(platform.timers.waiting()).isZero();
    }

    @Test
    void what_an_earlier_run_wrote_down_is_forgotten_when_the_endpoint_does_not_prove_itself() throws IOException {
        Files.writeString(library.resolve("WireServerEndpoint"), "10.0.0.9");
        Files.writeString(library.resolve("Protocol"), "WireProtocol");
        platform.http.on(VERSIONS, 404, "");
        detection().start();

        assertThat(library).isEmptyDirectory();

        platform.http.on(VERSIONS, 200, "<Versions><Preferred><Version>2012-11-30</Version></Preferred></Versions>");
        platform.timers.advance(Duration.ofSeconds(10));
        assertThat(library.resolve("WireServerEndpoint")).hasContent("168.63.129.16");
        assertThat(library.resolve("Protocol")).hasContent("WireProtocol");
    }

    @Test
    void what_an_earlier_run_wrote_down_is_there_until_the_endpoint_has_answered() throws IOException {
        Promise<HttpAnswer> answer = InMemoryHttp.pending();
        platform.http.on(VERSIONS, call -> answer.future());
        Files.writeString(library.resolve("WireServerEndpoint"), "168.63.129.16");

        detection().start();

        assertThat(library.resolve("WireServerEndpoint")).exists();
    }

    @Test
    void stopping_ends_the_waiting() {
        platform.http.on(VERSIONS, 404, "");
        ProtocolDetection detection = detection();
        detection.start();

        detection.stop();

        assertThat(platform.timers.waiting()).isZero();
    }

    @Test
    void an_attempt_that_fails_after_the_stop_is_followed_by_nothing() {
        Promise<HttpAnswer> answer = InMemoryHttp.pending();
        platform.http.on(VERSIONS, call -> answer.future());
        ProtocolDetection detection = detection();
        detection.start();

        detection.stop();
        answer.fail("the client is closed");
        platform.timers.advance(Duration.ofHours(2));

        assertThat(platform.timers.waiting()).isZero();
        assertThat(searches).isZero();
        assertThat(detection.lastError()).isEmpty();
    }

    @Test
    void an_attempt_that_succeeds_after_the_stop_sets_nothing_going() {
        Promise<HttpAnswer> answer = InMemoryHttp.pending();
        platform.http.on(VERSIONS, call -> answer.future());
        ProtocolDetection detection = detection();
        Future<Void> detected = detection.start();

        detection.stop();
        InMemoryHttp.answer(200, "<Versions><Preferred><Version>2012-11-30</Version></Preferred></Versions>")
                .onComplete(answer);

        assertThat(detected.isComplete()).isFalse();
        assertThat(library.resolve("WireServerEndpoint")).doesNotExist();
    }

    @Test
    void a_place_that_is_found_leads_there_unless_the_search_has_been_stopped() {
        platform.http.on(VERSIONS, 404, "");
        ProtocolDetection detection = detection();
        detection.start();
        search.complete(Optional.of(() -> moves++));
        int found = moves;
        search = Promise.promise();
        platform.timers.advance(Duration.ofSeconds(10));

        detection.stop();
        search.complete(Optional.of(() -> moves++));

        assertThat(found).isEqualTo(1);
        assertThat(searches).isEqualTo(2);
        assertThat(moves).isEqualTo(1);
    }

    @Test
    void only_a_place_that_does_not_answer_is_searched_for_elsewhere_beside_the_attempts() {
        platform.http.on(VERSIONS, 404, "");
        ProtocolDetection detection = detection();

        detection.start();
        platform.timers.advance(Duration.ofSeconds(20));
        assertThat(platform.http.calls()).hasSize(3);
        assertThat(searches).isEqualTo(1);
        search.complete(Optional.empty());
        search = Promise.promise();
        platform.timers.advance(Duration.ofSeconds(10));

        assertThat(searches).isEqualTo(2);
    }

    @Test
    void a_place_that_answers_is_not_searched_for() {
        platform.http.on(VERSIONS, 200, "<Versions><Preferred><Version>2012-11-30</Version></Preferred></Versions>");

        assertThat(detection().start().succeeded()).isTrue();

        assertThat(searches).isZero();
    }
}
