package io.goalstated.plan;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionManifest;
import io.goalstated.goalstate.ManifestFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Given what is on disk and in the publisher's manifest, when a goal state asks for something, then these are the plans,
 * these commands run, this is left and reported:
 *
 * <pre>
 * given("1.0 Enabled").offering("1.0", "1.1").failing("1.1 update", 1)
 *         .when(enabled("1.1"))
 *         .thenRuns("1.1 fetch", "1.0 disable #0", "1.1 update #0 (1.0 -> 1.1) = 1")
 *         .thenLeaves("1.0 Installed, 1.1 FailedUpgrade")
 *         .when(...)
 * </pre>
 */
final class Scenario {
    private final Packages packages = new Packages();
    private final PretendDisk disk = new PretendDisk(packages);
    private final PretendVm vm = new PretendVm(disk);
    private final List<ExtensionManifest.Release> offered = new ArrayList<>();
    private ManifestFact fact = new ManifestFact.NotNeeded();
    private String plans = "";

    private Scenario() {}

    /** @param directories {@code <version> <HandlerState>}, then the enabled extensions of a multi-config handler */
    static Scenario given(String... directories) {
        Scenario scenario = new Scenario();
        for (String directory : directories) {
            List<String> words = List.of(directory.split(" ", -1));
            scenario.disk.put(
                    words.get(0), HandlerState.parse(words.get(1)), Set.copyOf(words.subList(2, words.size())));
        }
        return scenario;
    }

    static Scenario givenNothing() {
        return given();
    }

    Scenario offering(String... versions) {
        for (String version : versions) {
            List<String> uris = List.of("https://a.example/" + version + ".zip", "https://b.example/" + version);
            offered.add(new ExtensionManifest.Release(new VersionNumber(version), uris, false));
        }
        fact = new ManifestFact.Known(new ExtensionManifest(offered));
        return this;
    }

    Scenario manifestUnreachable(String reason) {
        fact = new ManifestFact.Unreachable(reason);
        return this;
    }

    Scenario goingOnWhenUpdateFails(String version) {
        packages.goOnWhenUpdateFails(version);
        return this;
    }

    Scenario updatingWithoutInstall(String version) {
        packages.updateWithoutInstall(version);
        return this;
    }

    Scenario supportingMultiConfig() {
        packages.supportMultiConfig();
        return this;
    }

    Scenario lacking(String version, CommandKind command) {
        packages.lack(version, command);
        return this;
    }

    Scenario unusable(String version, ErrorCode code, String reason) {
        packages.spoil(version, code, reason);
        return this;
    }

    /** From now on; {@code 1.1 fetch} stands for the package, {@code 1.0 disable/one} for one extension's command. */
    Scenario failing(String command, int exitCode) {
        vm.fail(command, exitCode);
        return this;
    }

    Scenario failingNothing() {
        vm.failNothing();
        return this;
    }

    Scenario dyingAfter(String command) {
        vm.dieAfter(command);
        return this;
    }

    Scenario dyingDuring(String command) {
        vm.dieDuring(command);
        return this;
    }

    /** Plans every item from the present state, and then carries it out. */
    Scenario when(Goal goal) {
        plans = goal.items().stream()
                .map(item -> PlanText.of(Planner.plan(item, disk.observe(item.name()), fact)))
                .collect(joining("\n"));
        vm.process(goal.items(), fact);
        return this;
    }

    /** The text of all plans as they were before anything was done. */
    Scenario thenPlans(String text) {
        assertThat(plans + "\n").isEqualTo(text);
        return this;
    }

    /** The plan that was made last, after the package had been fetched. */
    Scenario thenPlansAtLast(String text) {
        assertThat(PlanText.of(vm.plans().get(vm.plans().size() - 1)) + "\n").isEqualTo(text);
        return this;
    }

    Scenario thenRuns(String... commands) {
        assertThat(vm.commands()).containsExactly(commands);
        return this;
    }

    Scenario thenRunsNothing() {
        return thenRuns();
    }

    Scenario thenLeaves(String directories) {
        assertThat(disk).hasToString(directories);
        return this;
    }

    Scenario thenReports(String status) {
        assertThat(disk.status()).isEqualTo(status);
        return this;
    }

    Scenario thenTells(String command, String variables) {
        assertThat(vm.told(command)).isEqualTo(variables);
        return this;
    }
}
