package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.HandlerStatus;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.plan.Item;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.Step;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerPictureTest {
    @TempDir
    Path directory;

    /** Does the work at once, and hands its results out when and in what order the test likes. */
    private static final class LateOffload implements Offload {
        private final List<Runnable> results = new ArrayList<>();

        @Override
        public <T> Future<T> run(Callable<T> work) {
            Promise<T> later = Promise.promise();
            Future<T> done = new DirectOffload().run(work);
            results.add(() -> done.onComplete(later));
            return later.future();
        }
    }

    private final LateOffload offload = new LateOffload();
    private final HandlerGoal goal = enabled("Contoso.Probe", "1.0.0", 0);
    private final Item item = Item.of(List.of(goal)).get(0);
    private final ItemPlan failing = SubstitutePlans.unplannable(item, new IllegalStateException("no such luck"));
    private Workshop workshop;
    private HandlerPicture picture;

    @BeforeEach
    void ask() {
        workshop = Workshop.of(new Supervision(directory).equipment(Rules.DEFAULT, offload));
        picture = new HandlerPicture(goal.name(), workshop, () -> {});
        picture.asked(goal);
    }

    @Test
    void a_look_that_ends_late_does_not_hide_what_a_later_one_has_seen() throws Exception {
        picture.planned(failing);
        workshop.books().fail(item, (Step.Fail) failing.steps().get(0), false);
        picture.read();
        offload.results.get(1).run();
        offload.results.get(0).run();

        assertThat(status()).contains(HandlerStatus.NOT_READY);
    }

    @Test
    void a_look_that_ends_late_does_not_bring_back_a_handler_that_is_gone() throws Exception {
        workshop.books().fail(item, (Step.Fail) failing.steps().get(0), false);
        picture.planned(failing);
        picture.gone();
        offload.results.get(0).run();

        assertThat(status()).isEmpty();
    }

    private Optional<String> status() {
        return picture.view().orElseThrow().status().map(HandlerStatus::status);
    }
}
