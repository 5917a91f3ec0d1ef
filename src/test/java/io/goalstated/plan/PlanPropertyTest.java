package io.goalstated.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionManifest;
import io.goalstated.goalstate.ManifestFact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is on disk, whatever was asked for in between, whichever commands failed and wherever the agent died: a last
 * goal state that meets no trouble brings the handler to where it should be. Each seed is one such history.
 */
class PlanPropertyTest {
    private static final List<String> VERSIONS = List.of("1.0", "1.1", "1.9", "1.10", "2.0");
    private static final List<String> EXTENSIONS = List.of("one", "two", "three");

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    /** One history: a random start, and goal states one after the other. */
    private static final class History {
        private final Random random;
        private final boolean multiConfig;
        private final Packages packages = new Packages();
        private final PretendDisk disk = new PretendDisk(packages);
        private final PretendVm vm = new PretendVm(disk);
        private final ManifestFact everything = new ManifestFact.Known(new ExtensionManifest(VERSIONS.stream()
                .map(version -> new ExtensionManifest.Release(new VersionNumber(version), List.of(), false))
                .toList()));

        History(long seed) {
            random = new Random(seed);
            multiConfig = random.nextInt(3) == 0;
            if (multiConfig) {
                packages.supportMultiConfig();
            }
            int installed = random.nextInt(VERSIONS.size() + 1);
            for (int i = 0; i < VERSIONS.size(); i++) {
                describe(VERSIONS.get(i));
                if (i == installed) {
                    disk.put(VERSIONS.get(i), HandlerState.ENABLED, multiConfig ? Set.of("one", "three") : Set.of());
                } else if (random.nextInt(3) == 0) {
                    disk.put(
                            VERSIONS.get(i),
                            pick(List.of(HandlerState.NOT_INSTALLED, HandlerState.FAILED_UPGRADE)),
                            Set.of());
                }
            }
        }

        private void describe(String version) {
            if (random.nextBoolean()) {
                packages.goOnWhenUpdateFails(version);
            }
            if (random.nextBoolean()) {
                packages.updateWithoutInstall(version);
            }
        }

        private <T> T pick(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }

        /** Any goal, with commands that fail and an agent that may die on the way. */
        void somethingHappens() {
            vm.failNothing();
            for (int i = random.nextInt(3); i > 0; i--) {
                vm.fail(someCommand(), 1 + random.nextInt(3));
            }
            if (random.nextInt(3) == 0) {
                vm.dieAfter(someCommand());
            } else if (random.nextInt(3) == 0) {
                vm.dieDuring(someCommand());
            }
            Goal goal = switch (random.nextInt(5)) {
                case 0 -> Goal.disabled(pick(VERSIONS));
                case 1 -> Goal.uninstall(pick(VERSIONS));
                default -> Goal.enabled(pick(VERSIONS));
            };
            vm.process(withSettings(goal, true).items(), everything);
        }

        private String someCommand() {
            String kind = random.nextInt(6) == 0
                    ? "fetch"
                    : pick(List.of(CommandKind.values())).word();
            String extension = multiConfig && !kind.equals("fetch") ? "/" + pick(EXTENSIONS) : "";
            return pick(VERSIONS) + " " + kind + extension;
        }

        private Goal withSettings(Goal goal, boolean someDisabled) {
            if (!multiConfig) {
                return random.nextBoolean() ? goal.seq(random.nextInt(9)) : goal;
            }
            for (String extension : EXTENSIONS) {
                boolean disabled = someDisabled && random.nextInt(3) == 0;
                goal.extension(extension, random.nextInt(9), disabled ? "disabled" : "enabled");
            }
            return goal;
        }

        List<String> enableInPeace(String version) {
            vm.failNothing();
            vm.process(withSettings(Goal.enabled(version), false).items(), everything);
            return vm.commands();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void two_goal_states_without_trouble_leave_one_enabled_version_that_is_only_enabled_again(long seed) {
        History history = new History(seed);
        for (int i = 0; i < 4; i++) {
            history.somethingHappens();
        }
        String wanted = history.pick(VERSIONS);

        history.enableInPeace(wanted);
        List<String> again = history.enableInPeace(wanted);

        String extensions = history.multiConfig ? " {one, three, two}" : "";
        assertThat(history.disk).hasToString(wanted + " Enabled" + extensions);
        assertThat(history.disk.installed()).containsExactly(wanted);
        assertThat(again).hasSize(history.multiConfig ? 3 : 1).allMatch(line -> line.startsWith(wanted + " enable"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_plan_on_the_way_is_in_order(long seed) {
        History history = new History(seed);
        for (int i = 0; i < 6; i++) {
            history.somethingHappens();
            history.vm.plans().forEach(PlanPropertyTest::isInOrder);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void never_are_two_versions_installed(long seed) {
        History history = new History(seed);
        for (int i = 0; i < 6; i++) {
            history.somethingHappens();
            assertThat(history.disk.installed()).hasSizeLessThan(2);
        }
    }

    private static void isInOrder(ItemPlan plan) {
        Set<VersionNumber> removed = new HashSet<>();
        List<String> commands = new ArrayList<>();
        for (Step step : plan.steps()) {
            if (step instanceof Step.Run run) {
                assertThat(removed).as(PlanText.of(plan)).doesNotContain(run.version());
                commands.add(run.kind() + " " + run.version());
            } else if (step instanceof Step.Remove remove) {
                removed.add(remove.version());
            }
        }
        plan.replaces().ifPresent(old -> isUpdate(plan, commands, old, removed));
    }

    /** Update, then uninstall of the old, then install (spec 02 §16, last paragraph). */
    private static void isUpdate(ItemPlan plan, List<String> commands, VersionNumber old, Set<VersionNumber> removed) {
        String runner =
                old.isNewerThan(plan.version()) ? old.text() : plan.version().text();
        List<String> expected = new ArrayList<>(List.of("UPDATE " + runner, "UNINSTALL " + old));
        Optional.of("INSTALL " + plan.version()).filter(commands::contains).ifPresent(expected::add);
        List<String> lasting = commands.stream()
                .filter(command -> !command.startsWith("DISABLE") && !command.startsWith("ENABLE"))
                .toList();
        assertThat(lasting).as(PlanText.of(plan)).isEqualTo(expected);
        assertThat(removed).containsExactly(old);
        assertThat(commands.subList(0, commands.indexOf("UPDATE " + runner))).allMatch(("DISABLE " + old)::equals);
    }
}
