package io.goalstated.environment.access;

import io.goalstated.goalstate.RemoteAccess;
import io.goalstated.goalstate.RemoteAccess.User;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What is to be done for the accounts that a goal state wants at this moment.
 *
 * @param removals accounts whose time is over or that nobody wants any more
 * @param additions accounts that are wanted and not there
 * @param refusals why a user gets none
 */
record AccessDecision(List<String> removals, List<Addition> additions, List<Refusal> refusals) {
    private static final int MAX_USERS = 32;

    /** @param lastDay on which the system itself lets the account in */
    record Addition(String name, String encryptedPassword, LocalDate lastDay) {
        @Override
        public String toString() {
            return "Addition[" + name + ", until " + lastDay + "]";
        }
    }

    record Refusal(String name, String reason) {}

    AccessDecision {
        removals = List.copyOf(removals);
        additions = List.copyOf(additions);
        refusals = List.copyOf(refusals);
    }

    /**
     * Decides.
     *
     * @param wanted empty: the goal state names no list, so nobody is wanted
     * @param temporary the accounts that agents have made
     * @param isOthers whether a name is that of another account of this machine
     * @param isName whether a text can be an account's name at all
     */
    static AccessDecision of(
            Optional<RemoteAccess> wanted,
            Set<String> temporary,
            Predicate<String> isOthers,
            Predicate<String> isName,
            Instant now) {
        Set<String> removals = new TreeSet<>(temporary);
        List<Addition> additions = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (User user : wanted.map(RemoteAccess::users).orElse(List.of())) {
            if (!seen.add(user.name())) {
                continue;
            }
            boolean over = user.expiration().filter(now::isAfter).isPresent();
            if (!over) {
                removals.remove(user.name());
            }
            if (over || temporary.contains(user.name())) {
                continue;
            }
            Optional<String> reason = seen.size() > MAX_USERS
                    ? Optional.of("more than " + MAX_USERS + " users are wanted")
                    : reason(user, isOthers, isName);
            if (reason.isPresent()) {
                refusals.add(new Refusal(user.name(), reason.get()));
            } else {
                additions.add(addition(user));
            }
        }
        return new AccessDecision(new ArrayList<>(removals), additions, refusals);
    }

    private static Optional<String> reason(User user, Predicate<String> isOthers, Predicate<String> isName) {
        if (!isName.test(user.name())) {
            return Optional.of("this is no name for an account");
        }
        if (user.expiration().isEmpty()) {
            return Optional.of("its expiration cannot be read");
        }
        return isOthers.test(user.name())
                ? Optional.of("an account of that name is there already, and is left as it is")
                : Optional.empty();
    }

    private static Addition addition(User user) {
        Instant end = user.expiration().orElseThrow();
        return new Addition(
                user.name(),
                user.encryptedPassword(),
                end.plus(Duration.ofDays(1)).atZone(ZoneOffset.UTC).toLocalDate());
    }

    /** When the next of these users' time is over; empty when there is none. */
    static Optional<Instant> nextEnd(Optional<RemoteAccess> wanted, Instant now) {
        return wanted.map(RemoteAccess::users).orElse(List.of()).stream()
                .flatMap(user -> user.expiration().stream())
                .filter(end -> !end.isBefore(now))
                .min(Instant::compareTo);
    }
}
