package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.lab.ExtensionPackage;
import java.nio.file.Files;
import java.nio.file.Path;
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
    @TempDir
    Path scratch;

    @Test
    @Conforms({"02#100", "02#107", "OPS-25"})
    void whatever_step_is_the_last_the_next_agent_brings_the_vm_to_its_goal() throws Exception {
        CrashEnumeration all = new CrashEnumeration(
                scratch, 2, Integer.getInteger("crash.stride", 1), Integer.getInteger("crash.offset", 0));

        String only = System.getProperty("crash.only", "");
        CrashEnumeration.Result result = all.run(LifecycleOperation.all().stream()
                .filter(operation -> operation.name().startsWith(only))
                .toList());
        System.out.println(result);
        Files.writeString(Path.of("target/crash-figure.txt"), result + "\n");

        assertThat(result.violations()).isEmpty();
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
