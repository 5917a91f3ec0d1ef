package io.goalstated.platform;

import io.goalstated.config.ConfigKey;
import io.goalstated.config.Configuration;
import io.goalstated.config.Reload;
import java.util.List;

/**
 * The configuration as it is at this moment. A newer reading replaces what may change while the daemon runs; what needs a
 * restart stays as it was (spec 04 OPS-66). Any thread may ask.
 */
public final class ConfigurationInForce {
    private volatile Configuration current;

    public ConfigurationInForce(Configuration first) {
        this.current = first;
    }

    /**
     * What a new reading has changed.
     *
     * @param applied in force from now on, or from the next goal state on, as the key says
     * @param waiting for a restart
     */
    public record Change(List<ConfigKey<?>> applied, List<ConfigKey<?>> waiting) {
        public Change {
            applied = List.copyOf(applied);
            waiting = List.copyOf(waiting);
        }
    }

    public Configuration current() {
        return current;
    }

    /** One thread at a time. */
    public Change adopt(Configuration read) {
        List<ConfigKey<?>> changed = read.differingFrom(current);
        Change change = new Change(
                changed.stream().filter(key -> key.reload() != Reload.RESTART).toList(),
                changed.stream().filter(key -> key.reload() == Reload.RESTART).toList());
        current = read.keeping(change.waiting(), current);
        return change;
    }
}
