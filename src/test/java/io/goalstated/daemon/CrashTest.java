package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.lab.ExtensionPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole agent is killed before every single change of the disk and around every start and end of a command, in every
 * operation that there is, and started again (spec 02 §5.2, §5.5). {@code -Dcrash.only=update} leaves out operations that
 * begin otherwise, {@code -Dcrash.stride=10 -Dcrash.offset=3} most of the steps.
 */
@Tag("crash")
@EnabledIfSystemProperty(named = "crash", matches = "all")
class CrashTest {
    /** One in so many steps of the second agent; all pairs would take an hour. */
    private static final int TWICE = 8;

    @TempDir
    Path scratch;

    @Test
    @Conforms({"02#100", "02#107", "OPS-25"})
    void whatever_step_is_the_last_the_next_agent_brings_the_vm_to_its_goal() throws Exception {
        CrashEnumeration all = new CrashEnumeration(
                scratch, 2, Integer.getInteger("crash.stride", 1), Integer.getInteger("crash.offset", 0));

        CrashEnumeration.Result result = all.run(operations());
        tell("", result);

        assertThat(result.violations()).isEmpty();
    }

    @Test
    @Conforms("OPS-25")
    void whoever_takes_up_what_was_left_may_be_killed_himself() throws Exception {
        CrashEnumeration all = new CrashEnumeration(
                scratch, 2, TWICE * Integer.getInteger("crash.stride", 1), Integer.getInteger("crash.offset", 0));

        CrashEnumeration.Result result = all.runTwice(operations());
        tell("twice: ", result);

        assertThat(result.violations()).isEmpty();
    }

    private static List<LifecycleOperation> operations() {
        String only = System.getProperty("crash.only", "");
        return LifecycleOperation.all().stream()
                .filter(operation -> operation.name().startsWith(only))
                .toList();
    }

    private static void tell(String which, CrashEnumeration.Result result) throws IOException {
        System.out.println(which + result);
        Files.writeString(
                Path.of("target/crash-figure.txt"),
                which + result + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** As told by a failure: {@code -Dcrash.operation=update -Dcrash.step=17}. */
    @Test
    @EnabledIfSystemProperty(named = "crash.operation", matches = ".+")
    void one_death_again() throws Exception {
        LifecycleOperation operation = LifecycleOperation.named(System.getProperty("crash.operation"));
        List<ExtensionPackage> packages = new CrashPackages(scratch.resolve("packages")).make();

        try (CrashScene scene = new CrashScene(operation, scratch.resolve("scene"), packages)) {
            CrashScene.Verdict verdict = scene.run(Integer.getInteger("crash.step"));
            System.out.println(verdict);

            assertThat(verdict.problems()).as(verdict.toString()).isEmpty();
        }
    }
}
