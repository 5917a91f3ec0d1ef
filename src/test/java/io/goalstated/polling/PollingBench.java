package io.goalstated.polling;

import static io.goalstated.wire.InMemoryHttp.answer;

import io.goalstated.event.ToldEvents;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.wire.ArtifactChannels;
import io.goalstated.wire.HttpAnswer;
import io.goalstated.wire.HttpCall;
import io.goalstated.wire.InMemoryHttp;
import io.goalstated.wire.Platform;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The whole of polling over a platform in memory, in manual time. */
final class PollingBench {
    final Platform platform = new Platform();
    final InMemoryHttp http = platform.http;
    final ToldEvents told = new ToldEvents();
    final RecordingDesk desk = new RecordingDesk();
    final List<GoalStateSnapshot> published = new ArrayList<>();
    /** What certificates were on disk when each of them was published. */
    final List<Set<String>> certificatesThen = new ArrayList<>();

    final Path library;
    final Polling polling;
    final GoalStatePoller poller;
    private Optional<String> etag = Optional.empty();
    private String settings = "";

    PollingBench(Path library) {
        this(library, PollingSettings.DEFAULT);
    }

    PollingBench(Path library, PollingSettings pollingSettings) {
        this.library = library;
        http.on("GET http://168.63.129.16/hosting", 200, "<HostingEnvironmentConfig/>");
        http.on("GET http://168.63.129.16/shared", 200, "<SharedConfig/>");
        http.on("GET " + Platform.HG + "/vmSettings", call -> {
            if (etag.isEmpty()) {
                return answer(404, "");
            }
            return etag.get().equals(call.headers().get("if-none-match"))
                    ? answer(304, "")
                    : answer(200, settings, "etag", etag.get());
        });
        fabric("1", 100, "");
        Polling.Shell shell = new Polling.Shell(
                platform.timers,
                new DirectOffload(),
                new Disk(),
                library,
                () -> Instant.parse("2031-01-14T10:00:00Z").plusNanos(platform.timers.nanoTime()),
                told);
        polling = Polling.over(
                platform.wireServer,
                platform.hostPlugin,
                new ArtifactChannels(http, platform.hostPlugin, platform.timers, () -> 0.5, () -> 1L << 30, told),
                desk,
                shell,
                () -> pollingSettings,
                listener());
        poller = polling.poller();
    }

    /** What is foreseen is fetched at once: {@code GET http://foreseen/ID} stands among the requests. */
    private GoalStateListener listener() {
        return new GoalStateListener() {
            @Override
            public void arrived(GoalStateSnapshot snapshot) {
                published.add(snapshot);
                certificatesThen.add(Set.copyOf(desk.onDisk));
            }

            @Override
            public void foreseen(ExtensionsGoalState goal) {
                http.send(HttpCall.get("http://foreseen/" + goal.id(), Map.of()));
            }
        };
    }

    /** Publishes an incarnation. */
    PollingBench fabric(String incarnation, long ticks, String more) {
        platform.goalState(incarnation, "container-1");
        http.on(
                "GET http://168.63.129.16/extensions",
                200,
                "<Extensions>" + more + "<InVMGoalStateMetaData createdOnTicks=\"" + ticks + "\"/></Extensions>");
        return this;
    }

    /** From now on the same goal state is answered after that time. */
    PollingBench wireServerTakes(Duration time) {
        http.on(Platform.GOAL_STATE, call -> {
            Promise<HttpAnswer> answered = Promise.promise();
            platform.timers.after(
                    time,
                    () -> answer(200, Platform.goalStateXml("1", "container-1", Optional.empty()))
                            .onComplete(answered));
            return answered.future();
        });
        return this;
    }

    /** Publishes vmSettings. */
    PollingBench vmSettings(String newEtag, String source, long ticks, String more) {
        etag = Optional.of(newEtag);
        settings = "{\"hostGAPluginVersion\":\"1.0.8.175\",\"extensionGoalStatesSource\":\"" + source
                + "\",\"extensionsLastModifiedTickCount\":" + ticks + more + "}";
        return this;
    }

    PollingBench vmSettingsText(String newEtag, String text) {
        etag = Optional.of(newEtag);
        settings = text;
        return this;
    }

    PollingBench withoutVmSettings() {
        etag = Optional.empty();
        return this;
    }

    /** Started, converged and idle, with all requests forgotten. */
    PollingBench idle() {
        poller.start();
        advance(Duration.ofSeconds(130));
        published.clear();
        http.takeRequests();
        desk.refreshes.clear();
        return this;
    }

    void advance(Duration time) {
        platform.timers.advance(time);
    }

    List<String> ids() {
        return published.stream().map(snapshot -> snapshot.extensions().id()).toList();
    }
}
