package io.goalstated.environment.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.environment.access.AccessDecision.Refusal;
import io.goalstated.goalstate.RemoteAccess;
import io.goalstated.goalstate.RemoteAccess.User;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessDecisionTest {
    private static final Instant NOW = Instant.parse("2026-11-25T20:00:00Z");
    private static final Instant LATER = Instant.parse("2026-12-31T10:00:00Z");
    private static final Instant EARLIER = Instant.parse("2026-11-25T19:59:59Z");

    private static User user(String name, Instant end) {
        return new User(name, "c2VjcmV0", Optional.of(end));
    }

    private static User endless(String name) {
        return new User(name, "c2VjcmV0", Optional.empty());
    }

    private static AccessDecision decide(Set<String> temporary, User... users) {
        return AccessDecision.of(
                Optional.of(new RemoteAccess(List.of(users))),
                temporary,
                Set.of("azureuser", "root")::contains,
                name -> name.matches("[a-z0-9]+"),
                NOW);
    }

    @Test
    void a_wanted_user_gets_an_account_that_the_system_ends_a_day_after_its_time() {
        AccessDecision decision = decide(Set.of(), user("jit1", LATER));

        assertThat(decision.additions())
                .containsExactly(new AccessDecision.Addition("jit1", "c2VjcmV0", LocalDate.of(2027, 1, 1)));
        assertThat(decision.removals()).isEmpty();
    }

    @Test
    void a_user_who_has_the_account_keeps_it() {
        AccessDecision decision = decide(Set.of("jit1"), user("jit1", LATER));

        assertThat(decision).isEqualTo(new AccessDecision(List.of(), List.of(), List.of()));
    }

    @Test
    void a_user_whose_time_is_over_loses_it_and_gets_no_new_one() {
        assertThat(decide(Set.of("jit1"), user("jit1", EARLIER)).removals()).containsExactly("jit1");
        assertThat(decide(Set.of(), user("jit1", EARLIER)).additions()).isEmpty();
    }

    @Test
    void an_account_that_nobody_wants_any_more_is_removed() {
        assertThat(decide(Set.of("jit1", "jit2"), user("jit2", LATER)).removals())
                .containsExactly("jit1");
        assertThat(AccessDecision.of(Optional.empty(), Set.of("jit1"), name -> false, name -> true, NOW)
                        .removals())
                .containsExactly("jit1");
    }

    @Test
    @Conforms("03R#11")
    void an_account_that_is_there_already_is_neither_taken_over_nor_removed() {
        AccessDecision decision = decide(Set.of(), user("azureuser", LATER), user("root", EARLIER));

        assertThat(decision.additions()).isEmpty();
        assertThat(decision.removals()).isEmpty();
        assertThat(decision.refusals()).extracting(Refusal::name).containsExactly("azureuser");
    }

    @Test
    void one_bad_user_does_not_spoil_the_others() {
        AccessDecision decision =
                decide(Set.of("jit3"), endless("jit1"), user("bad;name", LATER), user("jit2", LATER), endless("jit3"));

        assertThat(decision.refusals()).extracting(Refusal::name).containsExactly("jit1", "bad;name");
        assertThat(decision.additions())
                .extracting(AccessDecision.Addition::name)
                .containsExactly("jit2");
        assertThat(decision.removals()).isEmpty();
    }

    @Test
    void the_first_of_two_users_of_one_name_counts() {
        assertThat(decide(Set.of(), user("jit1", LATER), user("jit1", EARLIER)).additions())
                .hasSize(1);
    }

    @Test
    void a_document_of_thousands_makes_thirty_two() {
        List<User> users = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            users.add(user("jit" + i, LATER));
        }

        AccessDecision decision = decide(Set.of(), users.toArray(User[]::new));

        assertThat(decision.additions()).hasSize(32);
        assertThat(decision.refusals()).hasSize(68);
    }

    @Test
    void the_next_end_is_known() {
        Optional<RemoteAccess> wanted = Optional.of(new RemoteAccess(
                List.of(user("a", LATER), user("b", EARLIER), user("c", LATER.plusSeconds(5)), endless("d"))));

        assertThat(AccessDecision.nextEnd(wanted, NOW)).contains(LATER);
        assertThat(AccessDecision.nextEnd(Optional.empty(), NOW)).isEmpty();
    }

    @Test
    void a_decision_that_is_printed_shows_no_password() {
        assertThat(decide(Set.of(), user("jit1", LATER)).toString()).doesNotContain("c2VjcmV0");
    }
}
