package io.goalstated.environment.firewall;

import java.util.Optional;

/** One way to hold rules in the kernel. All methods block. */
interface Mechanism {
    /** As the owner knows it. */
    String name();

    /** How the rules in force compare with those wanted; empty with the reason in {@link Looked#problem} when nobody can tell. */
    Looked look(FirewallRules rules);

    /** Puts the rules in force in one step, in the place of what the look has found of ours. Why it failed, if it did. */
    Optional<String> establish(FirewallRules rules, Looked before);

    /** Takes away what the look has found of ours, and nothing else. Why it failed, if it did. */
    Optional<String> remove(FirewallRules rules, Looked before);

    /**
     * What a look has shown.
     *
     * @param listing the program's own words
     * @param problem why there is no finding
     */
    record Looked(String listing, Optional<Finding> finding, Optional<String> problem) {
        static Looked found(String listing, Finding finding) {
            return new Looked(listing, Optional.of(finding), Optional.empty());
        }

        static Looked failed(String problem) {
            return new Looked("", Optional.empty(), Optional.of(problem));
        }

        boolean isRight() {
            return finding.filter(Finding::isRight).isPresent();
        }

        boolean isAbsent() {
            return finding.filter(found -> found.state() == Finding.State.ABSENT)
                    .isPresent();
        }
    }
}
