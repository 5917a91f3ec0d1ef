package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few of the deaths of {@link CrashTest}, other ones every day. */
class CrashSampleIT {
    private static final int OPERATIONS = 5;
    private static final int STRIDE = 29;

    @TempDir
    Path scratch;

    @Test
    void whatever_step_is_the_last_the_next_agent_brings_the_vm_to_its_goal() throws Exception {
        int day = Integer.getInteger(
                "crash.day", (int) LocalDate.now(ZoneOffset.UTC).toEpochDay());
        List<LifecycleOperation> all = LifecycleOperation.all();
        List<LifecycleOperation> some = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            some.add(all.get((day * OPERATIONS + i) % all.size()));
        }

        CrashEnumeration.Result result = new CrashEnumeration(scratch, 1, STRIDE, day % STRIDE).run(some);
        System.out.println("day " + day + ": " + result);

        assertThat(result.violations()).isEmpty();
    }
}
