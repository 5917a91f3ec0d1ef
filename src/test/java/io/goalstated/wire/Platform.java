package io.goalstated.wire;

import static io.goalstated.wire.InMemoryHttp.answer;

import io.goalstated.platform.ManualTimers;
import java.util.Optional;

/** A platform in memory with a goal state, and the clients that talk to it. */
public final class Platform {
    public static final String WS = "http://168.63.129.16";
    public static final String HG = "http://168.63.129.16:32526";
    public static final String GOAL_STATE = "GET " + WS + "/machine/?comp=goalstate";

    public final ManualTimers timers = new ManualTimers();
    public final InMemoryHttp http = new InMemoryHttp(timers);
    public final WireServer wireServer =
            new WireServer(http, timers, Endpoints.known().wireServer());
    public final HostPlugin hostPlugin =
            new HostPlugin(http, wireServer, Endpoints.known().hostPlugin(), () -> "a-guid");

    public Platform() {
        goalState("1", "container-1");
        http.on("GET " + HG + "/versions", 200, "[\"2015-09-01\"]");
    }

    public Platform goalState(String incarnation, String containerId) {
        http.on(GOAL_STATE, call -> answer(200, goalStateXml(incarnation, containerId, Optional.of("cert"))));
        return this;
    }

    /** @param certificates the last part of the URI of the certificates */
    public static String goalStateXml(String incarnation, String containerId, Optional<String> certificates) {
        return """
                <?xml version="1.0" encoding="utf-8"?>
                <GoalState><Version>2012-11-30</Version><Incarnation>%1$s</Incarnation>
                <Container><ContainerId>%2$s</ContainerId><RoleInstanceList><RoleInstance>
                <InstanceId>instance-0</InstanceId><State>Started</State><Configuration>
                <HostingEnvironmentConfig>http://168.63.129.16/hosting</HostingEnvironmentConfig>
                <SharedConfig>http://168.63.129.16/shared</SharedConfig>
                <ExtensionsConfig>http://168.63.129.16/extensions</ExtensionsConfig>
                %3$s
                <ConfigName>deployment.0.xml</ConfigName>
                </Configuration></RoleInstance></RoleInstanceList></Container></GoalState>
                """.formatted(
                        incarnation,
                        containerId,
                        certificates
                                .map(uri -> "<Certificates>http://168.63.129.16/" + uri + "</Certificates>")
                                .orElse(""));
    }
}
