package io.goalstated.daemon;

import io.goalstated.lab.Goal;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.WantedExtension;
import io.goalstated.lab.WantedHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One way from a state of the VM to another, and how the VM looks in the end, whatever happens to the agent on the way.
 *
 * @param handler which it is about; another one is beside it all the time
 * @param versions those that have a directory in the end, with their state
 * @param reported what Azure is told in the end
 * @param repeatable commands that may run once more after a restart, for their part of the goal state is carried out
 *     again (spec 02 §5.2, §5.5)
 */
record LifecycleOperation(
        String name,
        String handler,
        Goal before,
        Goal after,
        boolean fastTrack,
        Map<String, String> versions,
        Map<String, String> files,
        Predicate<StatusReport> reported,
        Set<String> repeatable) {

    private static final String SINGLE = CrashPackages.SINGLE;
    private static final String MULTI = CrashPackages.MULTI;

    static List<LifecycleOperation> all() {
        List<LifecycleOperation> all = new ArrayList<>();
        all.add(of("install", List.of(), List.of(single("1.0.0", 0)))
                .ends("1.0.0", "Enabled")
                .with("1.0.0/config/0.settings", "\"to\": 0")
                .told(ready("1.0.0", 0)));
        all.add(of("change of settings", List.of(single("1.0.0", 0)), List.of(single("1.0.0", 1)))
                .ends("1.0.0", "Enabled")
                .with("1.0.0/config/1.settings", "\"to\": 1")
                .told(ready("1.0.0", 1)));
        all.add(of("update", List.of(single("1.0.0", 0)), List.of(single("2.0.0", 1)))
                .ends("2.0.0", "Enabled")
                .with("2.0.0/config/1.settings", "\"to\": 1")
                .told(ready("2.0.0", 1))
                .repeating("update"));
        all.add(of("update without install", List.of(single("1.0.0", 0)), List.of(single("2.0.1", 1)))
                .ends("2.0.1", "Enabled")
                .told(ready("2.0.1", 1))
                .repeating("update"));
        all.add(of("downgrade", List.of(single("2.0.0", 0)), List.of(single("1.0.0", 1)))
                .ends("1.0.0", "Enabled")
                .told(ready("1.0.0", 1))
                .repeating("update"));
        all.add(of("update that stops at a failing disable", List.of(single("1.0.1", 0)), List.of(single("2.0.0", 1)))
                .ends("1.0.1", "Enabled")
                .ends("2.0.0", "NotInstalled")
                .told(report -> version(report).equals("2.0.0")
                        && report.handlerStatus(SINGLE).equals("NotReady")
                        && report.handler(SINGLE).orElseThrow().path("code").asInt() == 1008)
                .repeating("disable"));
        all.add(of(
                        "update that goes on after a failing disable",
                        List.of(single("1.0.1", 0)),
                        List.of(single("2.0.2", 1)))
                .ends("2.0.2", "Enabled")
                .told(ready("2.0.2", 1))
                .repeating("update"));
        all.add(of(
                        "disable",
                        List.of(single("1.0.0", 0)),
                        List.of(single("1.0.0", 0).disabled()))
                .ends("1.0.0", "Installed")
                .told(report -> report.handlerStatus(SINGLE).equals("NotReady")
                        && message(report).equals("Plugin disabled")));
        all.add(of(
                        "uninstall",
                        List.of(single("1.0.0", 0)),
                        List.of(single("1.0.0", 0).uninstalled()))
                .told(report -> report.handler(SINGLE).isEmpty()));
        all.add(of("disappearance", List.of(single("1.0.0", 0)), List.of())
                .told(report -> report.handler(SINGLE).isEmpty()));
        all.add(of("another extension", List.of(multi("1.0.0", on("a"))), List.of(multi("1.0.0", on("a"), on("b"))))
                .ends("1.0.0", "Enabled")
                .with("1.0.0/config/a.HandlerState", "enabled")
                .with("1.0.0/config/b.HandlerState", "enabled")
                .with("1.0.0/config/b.0.settings", "{}")
                .told(report -> report.extensionStatus(MULTI, "a").equals("success")
                        && report.extensionStatus(MULTI, "b").equals("success"))
                .about(MULTI));
        all.add(of(
                        "one extension less",
                        List.of(multi("1.0.0", on("a"), on("b"))),
                        List.of(multi("1.0.0", on("a"), on("b").disabled())))
                .ends("1.0.0", "Enabled")
                .with("1.0.0/config/a.HandlerState", "enabled")
                .without("1.0.0/config/b.HandlerState")
                .without("1.0.0/config/b.0.settings")
                .without("1.0.0/status/b.0.status")
                .told(report -> report.extensionStatus(MULTI, "a").equals("success")
                        && report.extension(MULTI, "b").isEmpty())
                .about(MULTI));
        all.add(of(
                        "update of two extensions",
                        List.of(multi("1.0.0", on("a"), on("b"))),
                        List.of(multi("2.0.0", on("a"), on("b"))))
                .ends("2.0.0", "Enabled")
                .with("2.0.0/config/a.HandlerState", "enabled")
                .with("2.0.0/config/b.HandlerState", "enabled")
                .told(report -> report.extensionStatus(MULTI, "a").equals("success")
                        && report.extensionStatus(MULTI, "b").equals("success"))
                .repeating("update")
                .about(MULTI));
        return all;
    }

    static LifecycleOperation named(String name) {
        return all().stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operation \"" + name + "\"; there are "
                        + all().stream().map(LifecycleOperation::name).toList()));
    }

    private static LifecycleOperation of(String name, List<WantedHandler> before, List<WantedHandler> after) {
        return new LifecycleOperation(
                name, SINGLE, goal(before), goal(after), false, Map.of(), Map.of(), report -> true, Set.of("enable"));
    }

    private static Goal goal(List<WantedHandler> handlers) {
        List<WantedHandler> all = new ArrayList<>(handlers);
        all.add(0, WantedHandler.of(CrashPackages.OTHER, "1.0.0").publicSettings("{\"untouched\": true}"));
        return new Goal(all, List.of());
    }

    private LifecycleOperation about(String subject) {
        return new LifecycleOperation(name, subject, before, after, fastTrack, versions, files, reported, repeatable);
    }

    private LifecycleOperation ends(String version, String state) {
        return new LifecycleOperation(
                name, handler, before, after, fastTrack, plus(versions, version, state), files, reported, repeatable);
    }

    private LifecycleOperation with(String file, String content) {
        return new LifecycleOperation(
                name, handler, before, after, fastTrack, versions, plus(files, file, content), reported, repeatable);
    }

    private LifecycleOperation without(String file) {
        return with(file, ABSENT);
    }

    /** Stands for the content of a file that is not there. */
    static final String ABSENT = "(absent)";

    private LifecycleOperation told(Predicate<StatusReport> wanted) {
        return new LifecycleOperation(name, handler, before, after, fastTrack, versions, files, wanted, repeatable);
    }

    private LifecycleOperation repeating(String command) {
        return new LifecycleOperation(
                name, handler, before, after, fastTrack, versions, files, reported, Set.of("enable", command));
    }

    private static Map<String, String> plus(Map<String, String> map, String key, String value) {
        Map<String, String> more = new java.util.TreeMap<>(map);
        more.put(key, value);
        return more;
    }

    private static WantedHandler single(String version, int sequence) {
        return WantedHandler.of(SINGLE, version).sequence(sequence).publicSettings("{\"to\":" + sequence + "}");
    }

    private static WantedHandler multi(String version, WantedExtension... extensions) {
        return WantedHandler.of(MULTI, version).with(extensions);
    }

    private static WantedExtension on(String name) {
        return WantedExtension.of(name);
    }

    private static Predicate<StatusReport> ready(String version, int sequence) {
        return report -> report.handlerStatus(SINGLE).equals("Ready")
                && version(report).equals(version)
                && report.extensionStatus(SINGLE).equals("success")
                && report.sequenceNumber(SINGLE) == sequence;
    }

    private static String version(StatusReport report) {
        return report.handler(SINGLE)
                .map(entry -> entry.path("handlerVersion").asText())
                .orElse("");
    }

    private static String message(StatusReport report) {
        return report.handler(SINGLE)
                .map(entry -> entry.path("formattedMessage").path("message").asText())
                .orElse("");
    }

    @Override
    public String toString() {
        return name;
    }
}
