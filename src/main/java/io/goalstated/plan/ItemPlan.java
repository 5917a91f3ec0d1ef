package io.goalstated.plan;

import io.goalstated.extension.VersionNumber;
import java.util.List;
import java.util.Optional;

/**
 * What will be done for one item.
 *
 * @param version the effective one: chosen from the manifest, or the installed one for a removal
 * @param purpose in a word, for people: {@code install}, {@code update}, {@code enable} ...
 * @param replaces the version that an update takes away
 * @param steps in order; none when everything is as asked already
 */
public record ItemPlan(
        Item item, VersionNumber version, String purpose, Optional<VersionNumber> replaces, List<Step> steps) {
    public ItemPlan {
        steps = List.copyOf(steps);
    }
}
