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

    @Test
    void a_look_that_ends_late_does_not_hide_what_a_later_one_has_seen() throws Exception {
        LateOffload offload = new LateOffload();
        Workshop workshop = Workshop.of(new Supervision(directory).equipment(Rules.DEFAULT, offload));
        HandlerGoal goal = enabled("Contoso.Probe", "1.0.0", 0);
        Item item = Item.of(List.of(goal)).get(0);
        ItemPlan failing = SubstitutePlans.unplannable(item, new IllegalStateException("no such luck"));
        HandlerPicture picture = new HandlerPicture(goal.name(), workshop, () -> {});
        picture.asked(goal);

        picture.planned(failing);
        workshop.books().fail(item, (Step.Fail) failing.steps().get(0), false);
        picture.read();
        offload.results.get(1).run();
        offload.results.get(0).run();

        Optional<HandlerStatus> status = picture.view().orElseThrow().status();
        assertThat(status.map(HandlerStatus::status)).contains(HandlerStatus.NOT_READY);
    }
}
