package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static io.goalstated.supervise.Supervision.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.plan.Item;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.Sequencing;
import io.goalstated.plan.Step;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a worker is to do next. */
class AgendaTest {
    private final List<String> done = new ArrayList<>();
    private final Agenda agenda = new Agenda(new HandlerName("Test.M"));
    private long revision;

    private final Agenda.Doing doing = new Agenda.Doing() {
        @Override
        public void settle() {
            done.add("settle");
        }

        @Override
        public void removeAll() {
            done.add("remove all");
        }

        @Override
        public void nothing() {
            done.add("nothing");
        }

        @Override
        public void prepare(Item item) {
            done.add("prepare " + item.fullName());
        }

        @Override
        public void start(Item item, ItemPlan plan) {
            done.add("start " + item.fullName());
        }
    };

    private Assignment assignment() {
        HandlerGoal handler = Supervision.multi(
                "Test.M",
                "1.0.0",
                RequestedState.ENABLED,
                settings("one", 0, "enabled", 0),
                settings("two", 0, "enabled", 0));
        List<HandlerGoal> handlers = List.of(enabled("Test.Other", "1.0.0", 0), handler);
        List<Item> items = Item.of(handlers);
        revision++;
        return new Assignment(
                revision,
                revision,
                Supervision.goal(1, "incarnation_1", List.of(), handlers),
                items,
                new Sequencing(items),
                Admission.EVERYTHING,
                Future.succeededFuture(),
                0);
    }

    private List<String> next() {
        done.clear();
        agenda.next(doing);
        return done;
    }

    private static ItemPlan plan(Item item, boolean denied) {
        Step.Fail failure = new Step.Fail(item.handler().version(), "", ErrorCode.ENABLE, "", denied);
        return new ItemPlan(item, item.handler().version(), "fail", Optional.empty(), List.of(failure));
    }

    @Test
    void the_handlers_items_are_prepared_and_started_in_their_order() {
        Item one = agenda.take(assignment());

        assertThat(next()).containsExactly("prepare Test.M.one");
        agenda.isPlanned(one, plan(one, false));
        assertThat(next()).containsExactly("start Test.M.one");
        agenda.begun();
        agenda.finished();
        assertThat(next()).containsExactly("prepare Test.M.two");
        agenda.finished();
        assertThat(next()).containsExactly("nothing");
        assertThat(agenda.isEmpty()).isTrue();
    }

    @Test
    void an_item_that_was_begun_and_not_finished_is_planned_anew() {
        Item one = agenda.take(assignment());
        agenda.isPlanned(one, plan(one, false));

        agenda.begun();

        assertThat(next()).containsExactly("prepare Test.M.one");
    }

    @Test
    void a_newer_assignment_replaces_everything() {
        Assignment older = assignment();
        Item one = agenda.take(older);
        agenda.isPlanned(one, plan(one, false));
        agenda.begun();
        agenda.finished();

        agenda.take(assignment());

        assertThat(next()).containsExactly("prepare Test.M.one");
        assertThat(agenda.isCurrent(older)).isFalse();
        assertThat(agenda.isCurrent(agenda.assignment())).isTrue();
    }

    @Test
    void what_is_not_asked_for_any_more_is_left_alone_or_removed_once() {
        agenda.take(assignment());
        agenda.takeNothing(assignment());
        assertThat(next()).containsExactly("nothing");

        agenda.takeRemoval(assignment());
        assertThat(agenda.isEmpty()).isFalse();
        assertThat(next()).containsExactly("remove all");
        assertThat(next()).containsExactly("nothing");
    }

    @Test
    void open_books_are_closed_before_anything_else_is_begun() {
        agenda.take(assignment());

        agenda.leftOpen();

        assertThat(next()).containsExactly("settle");
        assertThat(next()).containsExactly("prepare Test.M.one");
    }

    @Test
    void books_that_cannot_be_closed_are_tried_again_with_each_assignment() {
        agenda.settled(false);
        agenda.take(assignment());
        assertThat(next()).containsExactly("settle");

        agenda.take(assignment());
        assertThat(next()).containsExactly("settle");

        agenda.settled(true);
        agenda.take(assignment());
        assertThat(next()).containsExactly("prepare Test.M.one");
    }

    @Test
    void a_review_does_only_what_is_refused() {
        Item one = agenda.take(assignment());
        agenda.takeReview(assignment(), true);

        assertThat(agenda.isPlanned(one, plan(one, false))).isFalse();
        assertThat(next()).containsExactly("prepare Test.M.two");
        Item two = agenda.assignment().itemsOf(new HandlerName("Test.M")).get(1);
        assertThat(agenda.isPlanned(two, plan(two, true))).isTrue();
        assertThat(next()).containsExactly("start Test.M.two");
    }

    @Test
    void a_review_in_the_midst_of_work_plans_everything_anew() {
        Item one = agenda.take(assignment());
        agenda.takeReview(assignment(), false);

        assertThat(agenda.isPlanned(one, plan(one, false))).isTrue();
        assertThat(next()).containsExactly("start Test.M.one");
    }
}
