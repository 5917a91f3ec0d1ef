package io.goalstated.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.ManualTimers;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class DiskWorkTest {
    private final ManualTimers timers = new ManualTimers();
    private final DiskWork work = new DiskWork(new DirectOffload(), timers);

    private static final Callable<String> REFUSED = () -> {
        throw new IOException("full");
    };

    @Test
    void a_fault_in_whoever_hears_of_the_refusal_ends_the_work() {
        Future<String> done = work.insist(REFUSED, why -> {
            throw new IllegalStateException("a bug");
        });

        assertThat(done.failed()).isTrue();
        assertThat(done.cause()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_fault_in_the_attempt_itself_ends_the_work() {
        Future<String> done = work.insist(
                () -> {
                    throw new IllegalStateException("a bug");
                },
                () -> true,
                why -> {});

        assertThat(done.failed()).isTrue();
    }

    @Test
    @Conforms("OPS-124")
    void its_trouble_is_known_until_the_disk_takes_the_work_or_nobody_wants_it() {
        String[] refusal = {"full"};
        boolean[] wanted = {true};
        Callable<String> once = () -> {
            if (!refusal[0].isEmpty()) {
                throw new IOException(refusal[0]);
            }
            return "done";
        };
        assertThat(work.trouble()).isEmpty();
        work.insist(once, why -> {});
        Future<String> dropped = work.insist(REFUSED, () -> wanted[0], why -> {});
        assertThat(work.trouble()).contains("full");

        wanted[0] = false;
        refusal[0] = "read-only";
        timers.advance(DiskWork.PAUSE);
        assertThat(dropped.failed()).isTrue();
        assertThat(work.trouble()).contains("read-only");
        refusal[0] = "";
        timers.advance(DiskWork.PAUSE);

        assertThat(work.trouble()).isEmpty();
    }

    @Test
    void a_refusal_is_tried_again_until_it_is_not_wanted() {
        boolean[] wanted = {true};
        Future<String> done = work.insist(REFUSED, () -> wanted[0], why -> {});
        timers.advance(DiskWork.PAUSE);
        boolean pending = !done.isComplete();

        wanted[0] = false;
        timers.advance(DiskWork.PAUSE);

        assertThat(pending).isTrue();
        assertThat(done.cause()).isInstanceOf(DiskWork.Unwanted.class);
    }
}
