package io.goalstated.plan;

import static java.util.stream.Collectors.joining;

import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The directories of one handler, as far as a plan can see them; book-keeping steps change it. */
final class PretendDisk implements Step.BookingVisitor<Boolean> {
    private final Packages packages;
    private final Map<String, Directory> directories = new TreeMap<>();
    private final Set<String> acquired = new HashSet<>();
    private String status = "none";

    private record Directory(HandlerState state, Set<String> enabled) {}

    PretendDisk(Packages packages) {
        this.packages = packages;
    }

    void put(String version, HandlerState state, Set<String> enabledExtensions) {
        directories.put(version, new Directory(state, Set.copyOf(enabledExtensions)));
    }

    /** What a snapshot at the start of a round says. */
    ObservedHandler observe(HandlerName name) {
        List<ObservedVersion> versions = new ArrayList<>();
        directories.forEach((version, directory) -> versions.add(new ObservedVersion(
                new VersionNumber(version),
                directory.state,
                packages.manifest(version),
                directory.enabled,
                acquired.contains(version))));
        return new ObservedHandler(name, versions);
    }

    void unpack(VersionNumber version) {
        put(version.text(), HandlerState.NOT_INSTALLED, Set.of());
        acquired.add(version.text());
    }

    /** What was fetched in one round has to be fetched again in the next. */
    void endRound() {
        acquired.clear();
    }

    void report(VersionNumber version, String what) {
        status = version + " " + what;
    }

    /** The last handler-level status. */
    String status() {
        return status;
    }

    /** {@code 1.0 Enabled {one, two}, 1.1 NotInstalled}. */
    @Override
    public String toString() {
        return directories.entrySet().stream()
                .map(entry ->
                        entry.getKey() + " " + entry.getValue().state.text() + extensions(entry.getValue().enabled))
                .collect(joining(", "));
    }

    private static String extensions(Set<String> names) {
        return names.isEmpty() ? "" : " {" + String.join(", ", new TreeSet<>(names)) + "}";
    }

    List<String> installed() {
        return directories.entrySet().stream()
                .filter(entry -> entry.getValue().state.isInstalled())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Directory directory(VersionNumber version) {
        return directories.getOrDefault(version.text(), new Directory(HandlerState.NOT_INSTALLED, Set.of()));
    }

    @Override
    public Boolean recordState(Step.RecordState step) {
        Directory before =
                directories.getOrDefault(step.version().text(), new Directory(HandlerState.NOT_INSTALLED, Set.of()));
        put(step.version().text(), step.state(), before.enabled);
        return true;
    }

    @Override
    public Boolean recordStatus(Step.RecordStatus step) {
        report(step.version(), (step.ready() ? "Ready: " : "NotReady 0: ") + step.message());
        return true;
    }

    @Override
    public Boolean recordExtension(Step.RecordExtension step) {
        Directory before = directory(step.version());
        Set<String> enabled = new HashSet<>(before.enabled);
        if (step.enabled()) {
            enabled.add(step.extension());
        } else {
            enabled.remove(step.extension());
        }
        put(step.version().text(), before.state, enabled);
        return true;
    }

    @Override
    public Boolean forgetExtension(Step.ForgetExtension step) {
        return recordExtension(new Step.RecordExtension(step.version(), step.extension(), false));
    }

    @Override
    public Boolean writeSettings(Step.WriteSettings step) {
        return directories.containsKey(step.version().text());
    }

    @Override
    public Boolean carryOver(Step.CarryOver step) {
        return true;
    }

    @Override
    public Boolean remove(Step.Remove step) {
        directories.remove(step.version().text());
        acquired.remove(step.version().text());
        return true;
    }
}
